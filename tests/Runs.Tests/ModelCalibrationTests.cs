using RnnToolkit.Bundle;
using RnnToolkit.Runs.Tests.Statistics;

namespace RnnToolkit.Runs.Tests;

public sealed class ModelCalibrationTests : IDisposable
{
    readonly TempDirectory _directory = new();

    string File => Path.Combine(_directory.Path, "calibration.json");

    public void Dispose() => _directory.Dispose();

    // As EvaluationSummaryTests: numpy, scipy and scikit-learn.
    [Fact]
    public void Fit_TwoLabels_IsTheTemperatureAndWhatItGives()
    {
        var calibration = ModelCalibration.Fit(Texts(ReferenceTexts.Logits, ReferenceTexts.LabelsOfLogits));

        Assert.Equal(4.910030954573812, calibration.Temperature, 1e-9);
        Assert.Equal(1.1526319538772143, calibration.LogLossBefore, 1e-12);
        Assert.Equal(0.5550260598903536, calibration.LogLossAfter, 1e-12);
        Assert.Equal(60, calibration.Texts);
        Assert.True(calibration.EceAfter < calibration.EceBefore);
    }

    [Fact]
    public void Fit_FourLabels_MakesTheTextsMoreProbable()
    {
        var calibration = ModelCalibration.Fit(Texts(ReferenceTexts.LogitsOfFour, ReferenceTexts.LabelsOfFour));

        Assert.Equal(0.2350368816447111, calibration.EceBefore, 1e-12);
        Assert.True(calibration.LogLossAfter < calibration.LogLossBefore);
    }

    [Fact]
    public void Write_Calibration_IsReadBack()
    {
        var calibration = ModelCalibration.Fit(Texts(ReferenceTexts.Logits, ReferenceTexts.LabelsOfLogits));

        calibration.Write(_directory.Path);

        Assert.Equal(calibration, ModelCalibration.Read(_directory.Path));
        Assert.StartsWith("{\n  \"formatVersion\": 1,\n  \"temperature\": 4.91", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(ModelCalibration.Read(_directory.Path));

    [Theory]
    [InlineData("\"temperature\": 2", "\"temperature\": 0", "temperature is 0, expected 0.05 to 20")]
    [InlineData("\"temperature\": 2", "\"temperature\": 1e999", "calibration.json")]
    [InlineData("\"texts\": 5", "\"texts\": -1", "texts is -1")]
    [InlineData("\"eceAfter\": 0.1", "\"eceAfter\": 1.5", "eceAfter 1.5, expected 0 to 1")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "formatVersion")]
    [InlineData("\"texts\": 5", "\"other\": 5", "other")]
    [InlineData("{", "", "calibration.json")]
    public void Read_DamagedFile_NamesWhatIsWrong(string from, string to, string expected)
    {
        new ModelCalibration(2, 5, 0.5, 0.4, 0.2, 0.1).Write(_directory.Path);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace(from, to, StringComparison.Ordinal));

        var exception = Assert.Throws<CheckpointFormatException>(() => ModelCalibration.Read(_directory.Path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    static List<PredictedText> Texts(float[][] logits, int[] labels) =>
        [.. logits.Zip(labels, (row, label) => new PredictedText(PredictionFile.ValidationPart, "", label, 0, 1, 0, row))];
}
