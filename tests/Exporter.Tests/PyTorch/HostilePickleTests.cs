using System.IO.Compression;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Exporter.PyTorch;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Exporter.Tests.PyTorch;

/// <summary>Pickles are programs. Nothing runs, nothing grows beyond the file, and every refusal says what was found.</summary>
public sealed class HostilePickleTests : IDisposable
{
    const string Weight = "rnn.weight_ih_l0"; // what makes a dict a state dict

    readonly TempDirectory _temp = new();

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch.nn.modules.rnn", "LSTM")]
    [InlineData("collections", "OrderedDict.fromkeys")]
    [InlineData("torch._utils", "_rebuild_tensor")]
    public void Read_NameThatIsNoData_IsRefusedByName(string module, string name)
    {
        var pickle = new PickleBuilder().Global(module, name).Text("touch owned").Raw(0x85).Op("R").Stop();

        Assert.Contains($"found the name {module}.{name}, expected", Refusal(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameFromTheStack_IsRefusedByName()
    {
        var pickle = new PickleBuilder().Text("os").Text("system").Raw(0x93).Text("touch owned").Raw(0x85).Op("R").Stop();

        Assert.Contains("found the name os.system, expected", Refusal(pickle), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((byte)'i', "Inst")]
    [InlineData((byte)'o', "Obj")]
    [InlineData(0x81, "NewObj")]
    [InlineData(0x92, "NewObjEx")]
    [InlineData(0x82, "Ext1")]
    [InlineData((byte)'P', "PersId")]
    [InlineData((byte)'2', "Dup")]
    [InlineData(0xFF, "0xFF")]
    [InlineData(0x00, "0x00")]
    public void Read_OperationThatBuildsNoData_IsRefusedByName(byte opcode, string name)
    {
        var pickle = new PickleBuilder().Op("(").Raw(opcode).Op("os\nsystem\n").Stop();

        Assert.Contains($"found the operation {name}, expected only those that build plain data and tensors", Refusal(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CallOfSomethingThatIsNoFunction_IsRefused()
    {
        Assert.Contains("found a call of", Refusal(new PickleBuilder().Text("os.system").Op(")R").Stop()), StringComparison.Ordinal);
        Assert.Contains("found a call of StorageClass", Refusal(new PickleBuilder().Global("torch", "FloatStorage").Op(")R").Stop()), StringComparison.Ordinal);
        Assert.Contains("found a call of RebuildParameter", Refusal(new PickleBuilder().Global("torch._utils", "_rebuild_parameter").Op(")R").Stop()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X\xFF\xFF\xFF\x7F", "found the end, expected more bytes")] // a text of 2 GiB
    [InlineData("X\xFF\xFF\xFF\xFF", "found the end, expected more bytes")] // one of 4 GiB, or -1
    [InlineData("\x8A\xFF", "found a number of 255 bytes, expected at most 8")]
    [InlineData("\x8C\x02\xC3\x28", "found a text that is not UTF-8")]
    [InlineData("cos", "found a name without an end")]
    [InlineData("q\x01", "found nothing of that kind on the stack")]
    [InlineData("h\x07", "found a reference to value 7, expected one that was stored")]
    [InlineData("t", "found no mark, expected one")]
    [InlineData("(\x85", "found too few values after a mark")]
    [InlineData("R", "found too few values on the stack")]
    [InlineData("N}s", "found nothing of that kind on the stack, expected Dict")]
    [InlineData("](NNu", "found nothing of that kind on the stack, expected Dict")]
    [InlineData("}(Nu", "found a key without a value")]
    [InlineData("(.", "found too few values after a mark")]
    [InlineData("NN.", "found 2 values at the end, expected one")]
    [InlineData("NQ", "found another reference, expected a storage")]
    [InlineData("\x80\x09", "found another pickle protocol")]
    public void Read_DamagedPickle_IsRefused(string operations, string message)
    {
        var pickle = new PickleBuilder().Op(operations).Stop();

        Assert.Contains(message, Refusal(operations.EndsWith('.') ? pickle[..^1] : pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MemoBomb_StaysSmall()
    {
        // Each tuple holds the one before it ten times: 10^1000 values if anybody walked through them.
        var pickle = new PickleBuilder().Op("Nq\x01");
        for (var depth = 0; depth < 1000; depth++)
        {
            pickle.Op("(" + string.Concat(Enumerable.Repeat("h\x01", 10)) + "tq\x01");
        }

        // All of them are left on the stack, so it is refused, but only at the end.
        Assert.Contains("values at the end", Refusal(pickle.Stop()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DictThatHoldsItself_IsJustADict()
    {
        var pickle = new PickleBuilder().Op("}q\x01").Text("self").Op("h\x01s").Stop();

        Assert.Contains("found no tensor called *weight_ih_l0", Refusal(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PickleBeyondTheLimit_IsRefused()
    {
        var pickle = new byte[RestrictedUnpickler.MaxLength + 1];

        Assert.Contains($"expected at most {RestrictedUnpickler.MaxLength}, stored without compression", Refusal(pickle), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L << 40, 0, 1L << 20, 1L << 20, "found 1099511627776 values")] // 4 TiB
    [InlineData(long.MaxValue, 0, 3, 2, "found 24 bytes of values, expected 36893488147419103228 for its storage of 9223372036854775807")]
    [InlineData(7, 0, 3, 2, "found 24 bytes of values, expected 28 for its storage of 7")]
    [InlineData(-1, 0, 3, 2, "found 6 values")]
    [InlineData(6, 1, 3, 2, "found 6 values up to number 7, expected at most the 6 of its storage")]
    [InlineData(6, -1, 3, 2, "expected at most 8 dimensions, each with a stride")]
    [InlineData(6, long.MaxValue, 3, 2, "values up to number")]
    [InlineData(6, 0, -3, -2, "expected at most 8 dimensions, each with a stride")]
    [InlineData(6, 0, long.MaxValue, long.MaxValue, "expected at most the 6 of its storage")]
    [InlineData(6, 0, 3, 3, "found 9 values up to number 9, expected at most the 6 of its storage")]
    public void Read_ShapeBeyondItsStorage_IsRefused(long count, long offset, long rows, long columns, string message)
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", count, offset, [rows, columns], [columns < 0 ? 1 : columns, 1]).Op("s").Stop();

        Assert.Contains(message, Refusal(pickle, ("0", new byte[24])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ViewThatRepeatsItsStorage_IsRefused()
    {
        // Strides of zero make a terabyte out of one number.
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", 1, 0, [1 << 20, 1 << 20], [0, 0]).Op("s").Stop();

        Assert.Contains("expected at most the 1 of its storage", Refusal(pickle, ("0", new byte[4])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyViewsOfOneStorage_StayWithinTheFile()
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", 1 << 18, 0, [1 << 18], [1]).Op("s");
        for (var i = 0; i < 100; i++)
        {
            pickle.Text($"view{i}").Tensor("0", 1 << 18, 0, [1 << 18], [1]).Op("s");
        }

        Assert.Contains("that the file can still hold", Refusal(pickle.Stop(), ("0", new byte[1 << 20])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CompressedStorage_IsRefusedBeforeItIsUnpacked()
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", 1 << 22, 0, [1 << 22], [1]).Op("s").Stop();
        var archive = PickleBuilder.Archive(pickle, CompressionLevel.SmallestSize, ("0", new byte[1 << 24]));

        Assert.Contains("stored without compression", RefusalOf(archive), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TensorOfWholeNumbers_IsRefused()
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", 1, 0, [1], [1], "LongStorage").Op("s").Stop();

        Assert.Contains("found a tensor of whole numbers, LongStorage", Refusal(pickle, ("0", new byte[8])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingStorage_IsRefused()
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("../../etc/passwd", 1, 0, [1], [1]).Op("s").Stop();

        Assert.Contains("found no values in the archive", Refusal(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SameTensorTwice_IsRefused()
    {
        var pickle = new PickleBuilder().Op("}").Text(Weight).Tensor("0", 1, 0, [1], [1]).Op("s").Text(Weight).Tensor("0", 1, 0, [1], [1]).Op("s").Stop();

        Assert.Contains($"{Weight}: found the tensor twice", Refusal(pickle, ("0", new byte[4])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\x03\x04 and nothing more")]
    [InlineData("not a zip, not safetensors")]
    public void Read_NoArchive_IsRefused(string content) => RefusalOf(Encoding.Latin1.GetBytes(content));

    [Theory]
    [InlineData("lstm2-bidirectional.pt", 1)]
    [InlineData("checkpoint.pt", 2)]
    [InlineData("protocol-4.pt", 3)]
    public void Read_RandomDamage_NeverCrashes(string file, int seed)
    {
        var original = File.ReadAllBytes(PyTorchFiles.PathOf(file));
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = original.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            refused += TryRead(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes) ? 0 : 1;
        }

        // A changed weight is still a weight; the rest must be refused and nothing else may be thrown.
        Assert.InRange(refused, 50, 400);
    }

    public void Dispose() => _temp.Dispose();

    bool TryRead(byte[] content)
    {
        var path = _temp["model.pt"];
        File.WriteAllBytes(path, content);
        try
        {
            ClassifierStructure.Infer(PyTorchFile.Read(path), path);
            return true;
        }
        catch (CheckpointFormatException)
        {
            return false;
        }
    }

    string Refusal(byte[] pickle, params (string Name, byte[] Content)[] storages) => RefusalOf(PickleBuilder.Archive(pickle, storages));

    string RefusalOf(byte[] file)
    {
        var path = _temp["model.pt"];
        File.WriteAllBytes(path, file);
        var message = Assert.Throws<CheckpointFormatException>(() => PyTorchFile.Read(path)).Message;
        Assert.StartsWith($"{path}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
