namespace RnnToolkit.Tooling.Tests;

public sealed class OptionsTests
{
    static Options Parse(params string[] args) => Options.Parse(args, _ => null);

    [Fact]
    public void Parse_NoArguments_ShowsHelp() => Assert.Equal("help", Parse().Command);

    [Theory]
    [InlineData("--providers", "local")]
    [InlineData("--providers=local", null)]
    public void Parse_OptionsAnywhere_AreNotTakenForArguments(string option, string? value)
    {
        string[] args = ["test", .. value is null ? [option] : new[] { option, value }, "Name~Probe"];

        var options = Parse(args);

        Assert.Equal("test", options.Command);
        Assert.Equal(["Name~Probe"], options.Arguments);
        Assert.Equal(ProviderMode.Local, options.Providers);
    }

    [Fact]
    public void Parse_FilterWithEqualsSign_StaysWhole() =>
        Assert.Equal(["FullyQualifiedName=A.B"], Parse("test", "FullyQualifiedName=A.B").Arguments);

    [Fact]
    public void Parse_CommandLineAndEnvironment_CommandLineWins()
    {
        string? Environment(string name) => name == "RNNTOOLKIT_PROVIDERS" ? "packages" : "cuda";

        Assert.Equal((ProviderMode.Packages, "cuda"), Choice(Options.Parse(["setup"], Environment)));
        Assert.Equal(
            (ProviderMode.Local, "cpu"),
            Choice(Options.Parse(["setup", "--providers", "local", "--accelerator", "cpu"], Environment)));

        static (ProviderMode, string) Choice(Options options) => (options.Providers, options.Accelerator);
    }

    [Theory]
    [InlineData("unknown option '--provider'", "test", "--provider", "local")]
    [InlineData("option --providers needs a value", "test", "--providers")]
    [InlineData("found 'nuget', expected auto, packages or local", "test", "--providers", "nuget")]
    [InlineData("found 'gpu', expected cpu or cuda", "test", "--accelerator", "gpu")]
    public void Parse_BadInput_SaysWhatIsWrong(string expected, params string[] args) =>
        Assert.Contains(expected, Assert.Throws<BuildException>(() => Parse(args)).Message, StringComparison.Ordinal);
}
