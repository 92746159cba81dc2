using System.Text.Json.Serialization;
using RnnToolkit.Bundle;
using RnnToolkit.Graphs.Reference;

namespace RnnToolkit.Exporter.Verification;

/// <summary>
/// Decides on a text of a vanilla RNN whose probability is further from the expected one than the tolerance. Nothing in such a cell holds
/// a state in place, so on some texts the last bit of the input decides; then no two float32 programs agree, and float64 must decide.
/// </summary>
/// <param name="weights">The weights as the graph computes with them.</param>
sealed class Float64Judge(ModelConfig config, StateDict weights)
{
    /// <summary>How many times the largest perturbation ONNX Runtime may be from float64.</summary>
    public const int Factor = 4;

    /// <summary>How many times it the expected probability may be: room for the trainer, which is float32, too, but not for other weights.</summary>
    public const int TrainerFactor = 4 * Factor;

    const int Perturbations = 64;

    readonly ReferenceClassifier _reference = new(config, weights);
    readonly Dictionary<int, (double[] Probabilities, double Spread)> _known = [];

    /// <summary>The judge of a model; null for LSTM and GRU, whose gates hold states in place: for them the tolerance is all.</summary>
    public static Float64Judge? Of(ModelConfig config, StateDict weights) => config.Cell == RecurrentCell.Rnn ? new(config, weights) : null;

    /// <summary>Measures one text.</summary>
    /// <param name="index">Its index among the expected scores.</param>
    /// <param name="found">The probabilities in ONNX Runtime.</param>
    public ChaoticText Measure(int index, ExpectedScores expected, ReadOnlySpan<double> found)
    {
        if (!_known.TryGetValue(index, out var text))
        {
            var (ids, nGramIds) = (expected.Ids(index), expected.NGramIds(index));
            double[] Probabilities(ulong? perturbation) => ScoreComparison.Probabilities(_reference.Logits(ids, nGramIds, perturbation));
            var exact = Probabilities(perturbation: null);
            var spread = Enumerable.Range(1, Perturbations).Max(seed => ScoreComparison.LargestDistance(Probabilities((ulong)seed), exact));
            _known[index] = text = (exact, spread);
        }

        var wanted = ScoreComparison.Probabilities(ScoreComparison.Doubles(expected.Logits[index]));
        return new ChaoticText(
            expected.IdOf(index),
            ScoreComparison.LargestDistance(found, wanted),
            ScoreComparison.LargestDistance(found, text.Probabilities),
            ScoreComparison.LargestDistance(wanted, text.Probabilities),
            text.Spread);
    }
}

/// <summary>A text on which float32 programs differ by more than the tolerance, each distance the largest of any class's probability.</summary>
/// <param name="Id">The id of the text.</param>
/// <param name="Difference">ONNX Runtime from the trainer.</param>
/// <param name="OnnxRuntimeDistance">ONNX Runtime from float64.</param>
/// <param name="TrainerDistance">The trainer from float64.</param>
/// <param name="PerturbedDistance">The largest distance of float64 from itself when the last bits of the embedded input change.</param>
sealed record ChaoticText(string Id, double Difference, double OnnxRuntimeDistance, double TrainerDistance, double PerturbedDistance)
{
    /// <summary>How far ONNX Runtime may be from float64.</summary>
    [JsonIgnore]
    public double Bound => Float64Judge.Factor * PerturbedDistance;

    /// <summary>Whether last bits explain the difference.</summary>
    [JsonIgnore]
    public bool IsAccepted => OnnxRuntimeDistance <= Bound && TrainerDistance <= Float64Judge.TrainerFactor * PerturbedDistance;
}
