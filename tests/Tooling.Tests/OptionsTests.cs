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
        Assert.Equal(new ProviderModes(ProviderMode.Local, ProviderMode.Local), options.Providers);
    }

    [Fact]
    public void Parse_FilterWithEqualsSign_StaysWhole() =>
        Assert.Equal(["FullyQualifiedName=A.B"], Parse("test", "FullyQualifiedName=A.B").Arguments);

    [Fact]
    public void Parse_CommandLineAndEnvironment_CommandLineWins()
    {
        string? Environment(string name) => name == "RNNTOOLKIT_PROVIDERS" ? "packages" : "cuda";

        Assert.Equal((new(ProviderMode.Packages, ProviderMode.Packages), "cuda"), Choice(Options.Parse(["setup"], Environment)));
        Assert.Equal(
            (new(ProviderMode.Local, ProviderMode.Local), "cpu"),
            Choice(Options.Parse(["setup", "--providers", "local", "--accelerator", "cpu"], Environment)));

        static (ProviderModes, string) Choice(Options options) => (options.Providers, options.Accelerator);
    }

    [Theory]
    [InlineData("unknown option '--provider'", "test", "--provider", "local")]
    [InlineData("option --providers needs a value", "test", "--providers")]
    [InlineData("found 'nuget', expected auto, packages or local", "test", "--providers", "nuget")]
    [InlineData("found 'gpu', expected cpu or cuda", "test", "--accelerator", "gpu")]
    [InlineData("--busy: found 'many', expected a whole number from 0 to 64", "soak", "--busy", "many")]
    public void Parse_BadInput_SaysWhatIsWrong(string expected, params string[] args) =>
        Assert.Contains(expected, Assert.Throws<BuildException>(() => Parse(args)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("auto", ProviderMode.Auto, ProviderMode.Auto)]
    [InlineData("packages", ProviderMode.Packages, ProviderMode.Packages)]
    [InlineData("torchsharp=packages,onnxruntime=local", ProviderMode.Packages, ProviderMode.Local)]
    [InlineData("onnxruntime=local, torchsharp=packages", ProviderMode.Packages, ProviderMode.Local)]
    [InlineData("torchsharp=local", ProviderMode.Local, ProviderMode.Auto)]
    [InlineData("onnxruntime=packages", ProviderMode.Auto, ProviderMode.Packages)]
    public void Parse_ProvidersOfEachPackage_AreKeptApart(string text, ProviderMode torchSharp, ProviderMode onnxRuntime)
    {
        var expected = new ProviderModes(torchSharp, onnxRuntime);

        Assert.Equal(expected, Parse("setup", "--providers", text).Providers);
        Assert.Equal(expected, Parse("setup", $"--providers={text}").Providers);
        Assert.Equal(expected, Options.Parse(["setup"], name => name == "RNNTOOLKIT_PROVIDERS" ? text : null).Providers);
    }

    [Theory]
    [InlineData("torchsharp=packages,local")]
    [InlineData("torchsharp=packages,torchsharp=local")]
    [InlineData("torch=packages")]
    [InlineData("torchsharp=official")]
    [InlineData("torchsharp=")]
    public void Parse_ProvidersThatMeanNothing_AreNamed(string text) =>
        Assert.StartsWith(
            $"--providers (RNNTOOLKIT_PROVIDERS): found '{text}', expected auto, packages or local, or torchsharp=",
            Assert.Throws<BuildException>(() => Parse("setup", "--providers", text)).Message,
            StringComparison.Ordinal);
}
