using RnnToolkit.Preprocess;

namespace RnnToolkit.Graphs.TextInput;

/// <summary>Finds HTML tags: <c>&lt;.*?&gt;</c> begins at the first <c>&lt;</c> after an end and reaches to the next <c>&gt;</c>.</summary>
static class TagEmitter
{
    /// <summary>Adds the mask [B, C] of the characters outside tags.</summary>
    public static string Emit(IntegerOps ops, CharacterClasses classes, PreprocessConfig config, CharacterRows rows)
    {
        // Expanding abbreviations leaves single spaces only; without it a tag must end on the line on which it begins.
        var linesMatter = !config.Steps.Contains(PreprocessStep.ExpandAbbreviations);
        var tagStarts = ops.LookUp("tags.starts", classes.AreTagStarts, rows.Classes);
        var tagEnds = ops.LookUp("tags.ends", classes.AreTagEnds, rows.Classes);
        var ends = linesMatter ? ops.LookUp("tags.or_line_ends", classes.AreTagOrLineEnds, rows.Classes) : tagEnds;
        var segments = Segments.Cut(ops, "tags.segment", ends);

        var starts = ops.RunningSum("tags.starts.count", tagStarts, exclusive: false);
        var startsBefore = segments.AtPreviousEnd(ops, "tags.starts.before", rows.Zeros, starts);
        var begun = ops.IsGreater("tags.begun", starts, startsBefore);
        var endsWithTag = ops.Pick("tags.end", segments.AtEnds(ops, "tags.segment_end", rows.Zeros, tagEnds), segments.Number);
        return ops.Not("tags.outside", ops.Multiply("tags.inside", begun, endsWithTag));
    }
}
