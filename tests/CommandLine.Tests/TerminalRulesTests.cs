namespace RnnToolkit.CommandLine.Tests;

public class TerminalRulesTests
{
    [Theory]
    [InlineData(false, "TERM=xterm", true)]
    [InlineData(false, "TERM=dumb", false)]
    [InlineData(true, "TERM=xterm", false)]
    public void CanRedraw_Terminal_DependsOnItsKind(bool isRedirected, string variables, bool expected) =>
        Assert.Equal(expected, TerminalRules.CanRedraw(isRedirected, Variable(variables)));

    [Theory]
    [InlineData("LANG=en_US.UTF-8", true)]
    [InlineData("LANG=C.utf8", true)]
    [InlineData("LANG=C", false)]
    [InlineData("", false)]
    [InlineData("LANG=en_US.UTF-8 LC_ALL=C", false)]
    [InlineData("LANG=C LC_CTYPE=C.UTF-8", true)]
    [InlineData("LANG=C LC_ALL= LC_CTYPE=C.UTF-8", true)]
    [InlineData("LANG=de_DE.ISO-8859-1", false)]
    [InlineData("LANG=en_US.UTF-8 TERM=dumb", false)]
    public void IsUnicode_Locale_DecidesUnderUnix(string variables, bool expected)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(expected, TerminalRules.IsUnicode(Variable(variables)));
        }
    }

    static Func<string, string?> Variable(string variables)
    {
        var all = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => all.GetValueOrDefault(name);
    }
}
