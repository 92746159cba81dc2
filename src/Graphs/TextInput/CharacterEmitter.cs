using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Onnx;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>The characters of a batch of texts.</summary>
/// <param name="Classes">The class of each [B, C]; every row ends with white space.</param>
/// <param name="WhiteSpace">The mask of white space [B, C].</param>
/// <param name="BatchSize">B, as a tensor of shape [1].</param>
/// <param name="Zeros">Zeros [B, C + 1].</param>
sealed record CharacterRows(string Classes, string WhiteSpace, string BatchSize, string Zeros);

/// <summary>Cuts texts into characters.</summary>
static class CharacterEmitter
{
    /// <summary>Adds the characters of texts [B].</summary>
    public static CharacterRows Emit(IntegerOps ops, CharacterClasses classes, string texts)
    {
        var characters = Cut(ops, texts);
        var found = ops.Graph.Node("LabelEncoder", "characters.class", [characters], "characters.class")
            .OfDomain(OnnxDomain.MachineLearning)
            .With("keys_strings", [.. classes.Classes.Keys])
            .With("values_int64s", [.. classes.Classes.Values])
            .With("default_int64", 0)
            .Output;

        // One more at the end: it ends the last word, and there is something to work on even if every text is empty.
        var batchSize = ops.Graph.Node("Shape", "batch_size", [texts], "batch_size").Output; // [1]
        var column = ops.Join("column.shape", 0, batchSize, ops.Number(1));
        var lastColumn = ops.Graph.Node("Expand", "characters.last", [ops.Number(classes.WhiteSpace), column], "characters.last").Output; // [B, 1]
        var rows = ops.Join("characters.rows", 1, found, lastColumn); // [B, C]
        var zeros = ops.Join("zeros", 1, ops.Multiply("zeros.rows", rows, ops.Number(0)), ops.Zeros("zeros.last", column));
        return new CharacterRows(rows, ops.LookUp("white_space", classes.AreWhiteSpace, rows), batchSize, zeros);
    }

    /// <summary>Cuts texts [B] into strings of one character [B, C - 1], filled up with <see cref="CharacterClasses.Padding"/>.</summary>
    public static string Cut(IntegerOps ops, string texts)
    {
        // An empty separator cuts after each character.
        var characters = ops.Graph.Node("Tokenizer", "characters", [texts], "characters")
            .OfDomain(OnnxDomain.OnnxRuntime)
            .With("mark", 0)
            .With("mincharnum", 1)
            .With("pad_value", CharacterClasses.Padding)
            .With("separators", [""])
            .Output; // [B, C - 1]
        ops.Graph.Declare(characters, DataType.String, GraphTensorNames.BatchAxis, "characters");
        return characters;
    }
}
