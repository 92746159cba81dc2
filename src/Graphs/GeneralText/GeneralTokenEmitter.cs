using RnnToolkit.Graphs.Onnx;
using RnnToolkit.Graphs.TextInput;
using RnnToolkit.Preprocess;
using DataType = RnnToolkit.Graphs.Onnx.TensorProto.Types.DataType;

namespace RnnToolkit.Graphs.GeneralText;

/// <summary>The tokens of a batch of texts, and the characters that they are made of.</summary>
/// <remarks>Shapes: B batch, C characters, T tokens of the longest text. Token 0 of every row is none: it collects what is before the first one.</remarks>
/// <param name="Text">The characters.</param>
/// <param name="Spelling">Their code points as tokens have them [B, C].</param>
/// <param name="Number">The token of each character, or the last one before it [B, C].</param>
/// <param name="IsInside">The mask of the characters that belong to a token [B, C].</param>
/// <param name="Place">The place of each character in its token, from 0 [B, C].</param>
/// <param name="Zeros">Zeros [B, T + 1].</param>
/// <param name="Kind">What each token is, as the automaton calls it [B, T + 1]; 0 for none.</param>
/// <param name="Start">The column of its first character [B, T + 1].</param>
/// <param name="Length">Its characters [B, T + 1].</param>
/// <param name="IsLongNumber">Whether it is replaced by the placeholder of numbers [B, T + 1].</param>
sealed record GeneralTokens(
    CleanText Text, Term Spelling, Term Number, Term IsInside, Term Place, Term Zeros, Term Kind, Term Start, Term Length, Term IsLongNumber);

/// <summary>Cuts clean texts into tokens.</summary>
static class GeneralTokenEmitter
{
    const long TypographicApostrophe = '\u2019';

    static readonly string[] s_urlPrefixes = ["www.", "http://", "https://"];

    /// <summary>Adds the tokens.</summary>
    public static GeneralTokens Emit(IntegerOps ops, PreprocessConfig config, CleanText text)
    {
        var scope = new Scope(ops, "tokens");
        var (value, @class) = (text.Values.In(scope), text.Classes.In(scope));
        var kinds = EmitKinds(new Scope(ops, "kinds"), config, text);
        var steps = EmitSteps(ops, scope, kinds, text.BatchSize);
        var (state, starts) = (steps.In(TokenAutomaton.NextStates), steps.In(TokenAutomaton.Starts));
        var spelling = value.Is(TypographicApostrophe).Choose('\'', value);
        var negations = config.Steps.Contains(PreprocessStep.SplitNegations) ? NegationStarts(spelling, state, starts) : starts * 0;
        starts |= negations;

        var isInside = state.IsAbove(TokenAutomaton.None);
        var number = starts.RunningSum(exclusive: false);
        var width = ops.Add("tokens.width", number.Largest().Name, ops.Number(2)); // one for none, and one more, so that there is a token to work on
        var zeros = scope.Of(ops.Zeros("tokens.zeros", ops.Join("tokens.shape", 0, text.BatchSize, width)));
        var kind = (state & starts).Collect(number, zeros);
        var start = (text.Positions & starts).Collect(number, zeros);
        var length = isInside.Collect(number, zeros);
        var isLongNumber = zeros;
        if (config.Steps.Contains(PreprocessStep.ReplaceLongNumbers))
        {
            var digits = (@class.Is(GeneralClass.Digit) & isInside).Collect(number, zeros);
            var isCut = negations.Collect((number - 1).AtLeast(0), zeros); // the whole word was no number
            isLongNumber = kind.Is(TokenAutomaton.Word) & length.Is(digits) & length.IsAbove(Placeholders.LongNumberDigits - 1) & !isCut;
        }

        return new GeneralTokens(text, spelling, number, isInside, text.Positions.In(scope) - start.At(number), zeros, kind, start, length, isLongNumber);
    }

    static Term EmitKinds(Scope scope, PreprocessConfig config, CleanText text)
    {
        var (value, @class) = (text.Values.In(scope), text.Classes.In(scope));
        var isUnderscore = value.Is('_');
        var isApostrophe = value.IsIn('\'', TypographicApostrophe) & @class.IsIn(GeneralClass.Letter, GeneralClass.Digit).Ahead(1);
        var none = value * 0;
        var isAt = config.Steps.Contains(PreprocessStep.ReplaceMentions)
            ? value.Is('@') & (@class.Is(GeneralClass.Letter) | isUnderscore).Ahead(1)
            : none;
        var (isUrlStart, continuesUrl) = config.Steps.Contains(PreprocessStep.ReplaceUrls) ? UrlMasks(value) : (none, none);
        return TokenAutomaton.KindOf(@class, isApostrophe, isUnderscore, isAt, isUrlStart, continuesUrl);
    }

    /// <summary>The masks of characters with which an address may begin, and of those that continue one.</summary>
    static (Term Start, Term Continues) UrlMasks(Term value)
    {
        var ascii = value.AtMost(0x80);
        var isPart = ascii.In(AsciiTable(c => char.IsAsciiLetterOrDigit(c) || "-_~/%#=&@+$*".Contains(c, StringComparison.Ordinal)));
        var isPunctuation = ascii.In(AsciiTable(c => ".,;:!?()'[]|".Contains(c, StringComparison.Ordinal)));
        var starts = s_urlPrefixes.Select(prefix => Begins(value, prefix) & isPart.Ahead(prefix.Length)).Aggregate((a, b) => a | b);
        return (starts, isPart | (isPunctuation & isPart.Ahead(1)));
    }

    static Term Begins(Term value, string prefix) => prefix
        .Select((c, i) => char.IsAsciiLetter(c) ? value.Ahead(i).IsIn(c, char.ToUpperInvariant(c)) : value.Ahead(i).Is(c))
        .Aggregate((a, b) => a & b);

    static long[] AsciiTable(Func<char, bool> isMember) => [.. Enumerable.Range(0, 0x81).Select(c => c < 0x80 && isMember((char)c) ? 1L : 0L)];

    /// <summary>Runs the automaton over the characters: for each, the state before it times the number of kinds, plus its kind [B, C].</summary>
    static Term EmitSteps(IntegerOps ops, Scope scope, Term kinds, string batchSize)
    {
        var body = new OnnxGraphBuilder("token_step");
        var before = body.Input("state", DataType.Int64, "batch");
        var kind = body.Input("kind", DataType.Int64, "batch");
        var table = body.Initializer<long>("next_states", [TokenAutomaton.NextStates.Length], [.. TokenAutomaton.NextStates.Select(state => state * TokenAutomaton.Kinds)]);
        var step = body.Node("Add", "step", [before, kind], "step").Output;
        body.Output(body.Node("Gather", "next", [table, step], "next").With("axis", 0).Output, DataType.Int64, "batch");
        body.Output(step, DataType.Int64, "batch");
        ops.Graph.Node("Scan", "automaton", [ops.Zeros("automaton.first", batchSize), kinds.Name], "automaton.last", "automaton.steps")
            .With("num_scan_inputs", 1)
            .With("scan_input_axes", [1L])
            .With("scan_output_axes", [1L])
            .With("body", body);
        return scope.Of("automaton.steps");
    }

    /// <summary>The mask of an n at the end of a word, of which there is more before it, when 't follows and nothing else.</summary>
    static Term NegationStarts(Term spelling, Term state, Term starts)
    {
        var continues = state.Is(TokenAutomaton.Word) & !starts;
        var isEnd = spelling.IsIn('n', 'N') & continues
            & spelling.Is('\'').Ahead(1) & continues.Ahead(1)
            & spelling.IsIn('t', 'T').Ahead(2) & continues.Ahead(2);
        return isEnd & !continues.Ahead(3);
    }
}
