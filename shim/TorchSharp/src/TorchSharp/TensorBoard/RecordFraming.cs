using System.Buffers.Binary;
using System.Numerics;

namespace TorchSharp.TensorBoard;

/// <summary>The records of TensorFlow's files: length, its checksum, data, its checksum.</summary>
static class RecordFraming
{
    /// <summary>A message as it stands in a file.</summary>
    public static byte[] Frame(byte[] message)
    {
        var record = new byte[sizeof(long) + sizeof(uint) + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(record, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(long)), MaskedChecksum(record.AsSpan(0, sizeof(long))));
        message.CopyTo(record.AsSpan(sizeof(long) + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(message));
        return record;
    }

    /// <summary>CRC-32C, turned and moved, because a checksum of data that holds checksums says little.</summary>
    static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
