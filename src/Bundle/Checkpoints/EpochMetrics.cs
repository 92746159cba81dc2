using System.Globalization;
using System.Text.Json.Serialization;

namespace RnnToolkit.Bundle;

/// <summary>One line of a checkpoint's <c>metrics.jsonl</c>.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean cross entropy over the training texts while they were learnt.</param>
/// <param name="ValidationLoss">Mean cross entropy over the validation texts after the epoch.</param>
/// <param name="ValidationAccuracy">Share of validation texts scored right, 0 to 1.</param>
/// <param name="ValidationMacroF1">Mean of the F1 of all classes over the validation texts, 0 to 1; null where it was not computed.</param>
public sealed record EpochMetrics(
    int Epoch, double TrainLoss, double ValidationLoss, double ValidationAccuracy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ValidationMacroF1 = null)
{
    /// <summary>Every problem of these numbers, one line each.</summary>
    internal IEnumerable<string> Validate()
    {
        if (Epoch < 1)
        {
            yield return $"epoch is {Epoch}, expected 1 or more";
        }

        foreach (var (field, loss) in new[] { ("trainLoss", TrainLoss), ("validationLoss", ValidationLoss) }.Where(loss => !(loss.Item2 >= 0)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{field} is {loss}, expected 0 or more");
        }

        if (ValidationAccuracy is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"validationAccuracy is {ValidationAccuracy}, expected 0 to 1");
        }

        if (ValidationMacroF1 is not (null or (>= 0 and <= 1)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"validationMacroF1 is {ValidationMacroF1}, expected 0 to 1");
        }
    }
}
