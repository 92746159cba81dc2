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
    [InlineData("only")]
    [InlineData("neg", "pos", "neutral")]
    [InlineData("same", "same")]
    [InlineData("neg", " ")]
    [InlineData("", "pos")]
    public void Validate_OtherThanTwoDifferentNames_IsRefused(params string[] labels) =>
        Assert.Equal([$"labels is [{string.Join(", ", labels)}], expected two different names"], LabelRules.Validate(labels, 0.5));

    [Fact]
    public void Validate_NameThatIsMissing_IsRefused() =>
        Assert.Equal(["labels is [neg, ], expected two different names"], LabelRules.Validate(["neg", null!], 0.5));

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
