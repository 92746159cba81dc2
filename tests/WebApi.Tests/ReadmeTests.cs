using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnToolkit.WebApi.Tests;

/// <summary>Sends the requests of the sample's README.</summary>
public sealed partial class ReadmeTests(WebApp app) : IClassFixture<WebApp>
{
    static readonly string s_readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "samples", "WebApi", "README.md"));

    [Fact]
    public async Task Readme_EveryCurl_IsAnsweredAsItSays()
    {
        var commands = Curl().Matches(s_readme);
        Assert.Equal(s_readme.Split("curl ").Length - 1, commands.Count);

        foreach (Match command in commands)
        {
            using var response = await app.Client.SendAsync(Request(command));
            var answer = await response.Content.ReadAsStringAsync();

            // The README shows an answer only for a request that cannot be met.
            var detail = Detail().Match(command.Groups["answer"].Value);
            Assert.True(response.IsSuccessStatusCode == !detail.Success, $"{command.Value}: {response.StatusCode} {answer}");
            if (detail.Success)
            {
                Assert.Equal(detail.Groups["text"].Value, JsonElement.Parse(answer).GetProperty("detail").GetString());
            }
        }
    }

    [Fact]
    public void Readme_Endpoints_AreThoseOfTheApp()
    {
        var described = Curl().Matches(s_readme).Select(command => "/" + command.Groups["path"].Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(app.Routes.Select(route => route.Replace("{documentName}", "v1", StringComparison.Ordinal)).Order(StringComparer.Ordinal), described);
    }

    static HttpRequestMessage Request(Match command)
    {
        var (json, file) = (command.Groups["json"], command.Groups["file"]);
        var request = new HttpRequestMessage(json.Success || file.Success ? HttpMethod.Post : HttpMethod.Get, command.Groups["path"].Value + command.Groups["query"].Value);
        if (json.Success)
        {
            request.Content = new StringContent(json.Value, Encoding.UTF8, "application/json");
        }
        else if (file.Success)
        {
            request.Content = new ByteArrayContent(File.ReadAllBytes(Path.Combine(RepositoryFolder.Path, file.Value)));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(command.Groups["type"].Value);
        }

        return request;
    }

    [GeneratedRegex("""
        ^(\$\ )?curl\ '?localhost:5000/(?<path>[a-z0-9./-]+)(?<query>\?[^'\ ]+)?'?
        (\ --json\ '(?<json>[^']+)')?
        (\ -H\ 'Content-Type:\ (?<type>[^']+)'\ --data-binary\ @(?<file>\S+)\ -o\ \S+)?\n
        (?<answer>\{.*)?
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Curl();

    [GeneratedRegex("\"detail\":\"(?<text>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Detail();
}
