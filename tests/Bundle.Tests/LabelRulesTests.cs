namespace RnnToolkit.Bundle.Tests;

public class LabelRulesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Validate_TwoNamesAndAProbability_AreTaken(double threshold) =>
        Assert.Empty(LabelRules.Validate(["neg", new string('p', 200)], threshold));

    [Theory]
    [InlineData(2)]
    [InlineData(77)]
    [InlineData(1000)]
    public void Validate_ANameForEachClass_IsTaken(int classes) =>
        Assert.Empty(LabelRules.Validate([.. Enumerable.Range(0, classes).Select(i => $"label {i}")], 0.5, classes));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1001)]
    public void Validate_TooFewOrTooManyNames_IsRefused(int count) =>
        Assert.Contains($"labels has {count} names, expected 2 to 1000", LabelRules.Validate([.. Enumerable.Range(0, count).Select(i => $"label {i}")]));

    [Fact]
    public void Validate_OtherNumberThanClasses_IsRefused() =>
        Assert.Equal(["labels has 3 names, expected 2, one for each class of the model"], LabelRules.Validate(["a", "b", "c"], 0.5));

    [Theory]
    [InlineData("same", "same")]
    [InlineData("neg", " ")]
    [InlineData("", "pos")]
    public void Validate_EmptyOrEqualNames_IsRefused(params string[] labels) =>
        Assert.Equal([$"labels is [{string.Join(", ", labels)}], expected different names"], LabelRules.Validate(labels, 0.5));

    [Fact]
    public void Validate_NameThatIsMissing_IsRefused() =>
        Assert.Equal(["labels is [neg, ], expected different names"], LabelRules.Validate(["neg", null!], 0.5));

    [Fact]
    public void Validate_LongNameOrControlCharacter_IsRefused()
    {
        var tooLong = new string('p', 201);

        Assert.Equal(
            [
                $"labels has \"{tooLong}\", expected at most 200 characters, none of them a control character",
                "labels has \"po\u001Bs\", expected at most 200 characters, none of them a control character",
            ],
            LabelRules.Validate([tooLong, "po\u001Bs"], 0.5));
    }

    [Theory]
    [InlineData(-0.25, "threshold is -0.25, expected 0 to 1")]
    [InlineData(1.25, "threshold is 1.25, expected 0 to 1")]
    [InlineData(double.NaN, "threshold is NaN, expected 0 to 1")]
    public void Validate_ThresholdThatIsNoProbability_IsRefused(double threshold, string problem) =>
        Assert.Equal([problem], LabelRules.Validate(["neg", "pos"], threshold));
}
