using System.Diagnostics;

namespace RnnToolkit.Preprocess.Tests;

public class GlobalizationTests
{
    // Far more than the seconds of a busy machine.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Ids are the same with ICU and without it, and in a culture that has another lower case of I.</summary>
    [Fact]
    public async Task Ids_WithIcuAndWithout_AreTheSame()
    {
        var invariant = await Run("1", "");
        var icu = await Run("0", "tr-TR");

        Assert.StartsWith("invariant ", invariant, StringComparison.Ordinal);
        if (icu is not null)
        {
            Assert.Equal(invariant!.Replace("invariant", "ICU", StringComparison.Ordinal), icu);
        }
    }

    /// <summary>What the program prints; null where the machine has no ICU, so that there is nothing to compare.</summary>
    static async Task<string?> Run(string invariant, string culture)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        start.ArgumentList.Add("tokens");
        start.ArgumentList.Add(culture);
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = invariant;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "0";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Trim();
            await process.WaitForExitAsync(limit.Token);
            if (invariant == "0" && (await error).Contains("ICU package", StringComparison.Ordinal))
            {
                return null;
            }

            Assert.True(process.ExitCode == 0, await error);
            return output;
        }
        finally
        {
            process.Kill();
        }
    }
}
