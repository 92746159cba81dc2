using System.Formats.Tar;
using System.Text;
using RnnToolkit.Datasets;
using RnnToolkit.Fuzz.Mutations;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>A compressed archive of reviews.</summary>
static class ReviewArchiveTarget
{
    const int BlockBytes = 512;

    public static FuzzTarget Create() => new(
        "review-archive",
        [GzipMembers.Compressed(Tar(TarEntryFormat.Ustar)), GzipMembers.Compressed(Tar(TarEntryFormat.Pax))],
        (input, random) => GzipMembers.Mutate(input, MutateTar, random),
        (input, folder) => _ = Dataset.Open(Scratch.File(folder, "reviews.tar.gz", input)).Read(null).Count(),
        typeof(DatasetException));

    /// <summary>Changes a field of a header and puts its checksum right; or anything.</summary>
    static byte[] MutateTar(byte[] input, Random random)
    {
        var blocks = input.Length / BlockBytes;
        if (blocks == 0 || random.Next(3) == 0)
        {
            return Bytes.Mutate(input, input, random);
        }

        var copy = input.ToArray();
        var header = copy.AsSpan(random.Next(blocks) * BlockBytes, BlockBytes);
        int[] fields = [0, 100, 124, 136, 156, 157, 257, 345]; // name, mode, size, time, type, link, magic, prefix
        var field = fields[random.Next(fields.Length)];
        for (var left = 1 + random.Next(12); left > 0 && field < BlockBytes; left--)
        {
            header[field++] = (byte)"0123456789/.xKLg\0 \xFF"[random.Next(19)];
        }

        header.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        return copy;
    }

    static byte[] Tar(TarEntryFormat format)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, format, leaveOpen: true))
        {
            foreach (var (name, text) in new[] { ("aclImdb/train/pos/0_9.txt", "fine é"), ("aclImdb/test/neg/1_1.txt", ""), ("aclImdb/README", "x") })
            {
                TarEntry entry = format == TarEntryFormat.Ustar ? new UstarTarEntry(TarEntryType.RegularFile, name) : new PaxTarEntry(TarEntryType.RegularFile, name);
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                tar.WriteEntry(entry);
            }
        }

        return content.ToArray();
    }
}
