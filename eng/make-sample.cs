#:property PublishAot=false
// Writes data/sample/{train,test}.csv, reviews made up from the grammar in eng/sample/*.txt, and data/tickets/{train,test}.csv, tickets with
// six labels in three languages from the grammars in eng/tickets/*.txt.
//
//   dotnet run eng/make-sample.cs              writes the four files
//   dotnet run eng/make-sample.cs -- --check   exit 1 when the committed files are not what this program makes
//
// The same files come out on every machine and .NET version, byte for byte: the generator of random numbers is ours
// (System.Random promises no stable sequence), weights are whole numbers, and nothing depends on the culture.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

const ulong Seed = 20;
const int TrainCount = 6000;
const int TestCount = 1000;
const int TrainTickets = 40; // for each label and language
const int TestTickets = 10;

if (args is not ([] or ["--check"]))
{
    Console.Error.WriteLine($"unknown arguments '{string.Join(' ', args)}': expected none, or --check");
    return 1;
}

var here = AppContext.GetData("EntryPointFileDirectoryPath") as string
    ?? throw new InvalidOperationException("run this file with 'dotnet run eng/make-sample.cs'");
var data = Path.GetFullPath(Path.Combine(here, "..", "data"));
var reviews = new ReviewFiles(
    Grammar.Read(Directory.EnumerateFiles(Path.Combine(here, "sample"), "*.txt").Order(StringComparer.Ordinal)), HeldOut("plain-sentences.csv"), Seed);
var tickets = new TicketFiles(Path.Combine(here, "tickets"), HeldOut("plain-tickets.csv"), Seed);
(string Name, byte[] Bytes)[] files =
[
    ("sample/train.csv", reviews.Make("train", TrainCount)),
    ("sample/test.csv", reviews.Make("test", TestCount)),
    ("tickets/train.csv", tickets.Make("train", TrainTickets)),
    ("tickets/test.csv", tickets.Make("test", TestTickets)),
];
var differences = 0;
foreach (var (name, bytes) in files)
{
    var path = Path.Combine(data, name);
    if (args is ["--check"])
    {
        var same = File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        Console.WriteLine($"{name}: {(same ? "as generated" : "differs from what the generator makes; run 'dotnet run eng/make-sample.cs'")}");
        differences += same ? 0 : 1;
        continue;
    }

    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllBytes(path + ".tmp", bytes);
    File.Move(path + ".tmp", path, overwrite: true);
    Console.WriteLine($"{name}: {bytes.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
}

return differences == 0 ? 0 : 1;

// What the demo is tested with stays out of what it learns.
List<string> HeldOut(string file) =>
    [.. File.ReadLines(Path.Combine(here, "..", "tests", "EndToEnd.Tests", file)).Skip(1).Select(line => CsvFile.Letters(line[..line.LastIndexOf(',')]))];

/// <summary>RFC 4180 quoting, UTF-8 without a byte order mark, line feeds.</summary>
static class CsvFile
{
    public static byte[] Bytes(StringBuilder csv) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(csv.ToString());

    /// <summary>What makes two texts the same to a reader: letters and digits.</summary>
    public static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    public static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>Reviews: id, text, label. No text stands in both parts.</summary>
sealed class ReviewFiles(Grammar grammar, List<string> heldOut, ulong seed)
{
    // Of a hundred reviews this many carry the wrong label, so no model can reach 100%.
    const int MislabelledPercent = 3;

    readonly SplitMix64 _random = new(seed);
    readonly HashSet<string> _seen = [];

    public byte[] Make(string part, int count)
    {
        var labels = Enumerable.Range(0, count).Select(i => i % 2 == 0).ToArray();
        _random.Shuffle(labels);
        var csv = new StringBuilder("id,text,label\n");
        for (var i = 0; i < count; i++)
        {
            var positive = labels[i] ^ _random.Percent(MislabelledPercent);
            string text;
            do
            {
                text = new Writer(_random).Type(grammar.Write("review", positive, _random), positive);
            }
            while (heldOut.Exists(CsvFile.Letters(text).Contains) || !_seen.Add(CsvFile.Letters(text))); // no text twice, in either part
            csv.Append(CultureInfo.InvariantCulture, $"{part}-{i + 1:D4},{CsvFile.Quote(text)},{(labels[i] ? "pos" : "neg")}\n");
        }

        return CsvFile.Bytes(csv);
    }
}

/// <summary>Tickets: id, text, label, language. A grammar for each language has a rule for each label.</summary>
sealed class TicketFiles(string folder, List<string> heldOut, ulong seed)
{
    static readonly string[] s_labels = ["account", "billing", "delivery", "question", "repair", "returns"];
    static readonly string[] s_languages = ["de", "en", "zh"];

    readonly SplitMix64 _random = new(seed);
    readonly HashSet<string> _seen = [];
    readonly Dictionary<string, Grammar> _grammars =
        s_languages.ToDictionary(language => language, language => Grammar.Read([Path.Combine(folder, $"{language}.txt")]));

    /// <summary>Makes a part with <paramref name="count"/> tickets for each label in each language.</summary>
    public byte[] Make(string part, int count)
    {
        var kinds = (from label in s_labels from language in s_languages from _ in Enumerable.Range(0, count) select (label, language)).ToArray();
        _random.Shuffle(kinds);
        var csv = new StringBuilder("id,text,label,language\n");
        foreach (var (i, (label, language)) in kinds.Index())
        {
            string text;
            do
            {
                text = new Writer(_random).TypeTicket(_grammars[language].Write(label, positive: true, _random), hasCase: language != "zh");
            }
            while (heldOut.Exists(CsvFile.Letters(text).Contains) || !_seen.Add(CsvFile.Letters(text)));
            csv.Append(CultureInfo.InvariantCulture, $"{part}-{i + 1:D3},{CsvFile.Quote(text)},{label},{language}\n");
        }

        return CsvFile.Bytes(csv);
    }
}

/// <summary>A weighted context-free grammar whose symbols carry a polarity: praise or complaint.</summary>
/// <remarks>
/// <code>
/// [name flags]     opens a rule; every line below is an alternative, drawn with weight 1 or the one before it: "4: some text"
///   zipf           the n-th alternative weighs 1/n, as words do in natural text
///   fixed          drawn once per review, then repeated
///   fresh          no alternative twice in a review, while there are others
/// $name            expands a rule with the polarity of the text it stands in, $name~ with the opposite polarity;
///                  of the rules domain/name+, domain/name, name+ and name (or - for complaints) the first that exists
/// {this|that}      one of these, equally likely; not nested
/// ¶                a place where a paragraph may end
/// # comment
/// </code>
/// </remarks>
sealed partial class Grammar
{
    readonly Dictionary<string, Rule> _rules = new(StringComparer.Ordinal);

    sealed class Rule(IReadOnlyCollection<string> flags)
    {
        public bool Zipf { get; } = flags.Contains("zipf");
        public bool Fixed { get; } = flags.Contains("fixed");
        public bool Fresh { get; } = flags.Contains("fresh");
        public List<(int Weight, string Text)> Alternatives { get; } = [];
    }

    public static Grammar Read(IEnumerable<string> paths)
    {
        var grammar = new Grammar();
        foreach (var path in paths)
        {
            Rule? rule = null;
            foreach (var line in File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#'))
            {
                if (line[0] == '[')
                {
                    var header = line.Trim('[', ']').Split(' ');
                    rule = new Rule(header[1..]);
                    grammar._rules.Add(header[0], rule);
                    continue;
                }

                var weighted = Weighted().Match(line);
                var alternatives = rule?.Alternatives ?? throw new InvalidDataException($"{path}: '{line}' is in no rule");
                var weight = rule.Zipf ? 100_000 / (alternatives.Count + 1)
                    : weighted.Success ? int.Parse(weighted.Groups[1].Value, CultureInfo.InvariantCulture) : 1;
                alternatives.Add((weight, weighted.Success ? weighted.Groups[2].Value : line));
            }
        }

        return grammar;
    }

    public string Write(string start, bool positive, SplitMix64 random)
    {
        var remembered = new Dictionary<Rule, string>();
        var used = new HashSet<(Rule, string)>();
        var domain = "";
        domain = Expand("$domain", positive);
        return Expand("$" + start, positive);

        string Expand(string text, bool positive)
        {
            text = Choice().Replace(text, match => random.Pick(match.Groups[1].Value.Split('|')));
            return Reference().Replace(text, match => ExpandRule(match.Groups[1].Value, positive ^ match.Groups[2].Length > 0));
        }

        string ExpandRule(string name, bool positive)
        {
            var rule = Find(name, domain, positive);
            if (!rule.Fixed || !remembered.TryGetValue(rule, out var text))
            {
                var alternative = random.PickWeighted(rule.Alternatives);
                for (var tries = 0; rule.Fresh && !used.Add((rule, alternative)) && tries < 20; tries++)
                {
                    alternative = random.PickWeighted(rule.Alternatives);
                }

                text = Expand(alternative, positive);
                remembered[rule] = text;
            }

            return text;
        }
    }

    Rule Find(string name, string domain, bool positive)
    {
        var sign = positive ? "+" : "-";
        string[] names = [$"{domain}/{name}{sign}", $"{domain}/{name}", name + sign, name];
        return names.Select(n => _rules.GetValueOrDefault(n)).FirstOrDefault(r => r is not null)
            ?? throw new InvalidDataException($"no rule for ${name}; looked for {string.Join(", ", names)}");
    }

    [GeneratedRegex(@"^(\d+):(?: (.*))?$")]
    private static partial Regex Weighted();

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Choice();

    [GeneratedRegex(@"\$([A-Za-z]+(?:-[A-Za-z]+)*)(~?)")]
    private static partial Regex Reference();
}

/// <summary>Types a text the way one person would: their capitals, abbreviations, slips, breaks and emoji.</summary>
sealed partial class Writer(SplitMix64 random)
{
    static readonly (string Words, string Short)[] s_abbreviations =
    [
        ("in my humble opinion", "imho"), ("in my opinion", "imo"), ("to be honest", "tbh"), ("by the way", "btw"),
        ("as far as I know", "afaik"), ("you", "u"), ("are", "r"), ("great", "gr8"), ("please", "pls"), ("people", "ppl"),
        ("because", "cuz"), ("before", "b4"), ("later", "l8r"), ("with", "w/"), ("without", "w/o"), ("though", "tho"),
        ("thanks", "thx"), ("favourite", "fav"), ("minutes", "mins"), ("wanted to", "wanna"), ("love", "luv"),
    ];

    static readonly string[] s_cheerful = ["😀", "😍", "👍", "🎉", "❤️", "🍿"];
    static readonly string[] s_gloomy = ["😒", "👎", "😴", "🙄", "💤", "🍿"];
    static readonly string[] s_urgent = ["🙏", "😡", "🙁", "👋"];

    public string TypeTicket(string text, bool hasCase)
    {
        text = Spaces().Replace(text, " ").Trim();
        if (hasCase)
        {
            text = TicketSentenceStart().Replace(text, match => match.Value.ToUpperInvariant());
            text = random.Percent(15) ? Misspell(text, percent: 8) : text;
            text = random.Percent(15) ? text.ToLowerInvariant() : text;
        }

        text = random.Percent(10) ? text.Replace(".", "!!", StringComparison.Ordinal).Replace("。", "！！", StringComparison.Ordinal) : text;
        return random.Percent(5) ? $"{text} {random.Pick(s_urgent)}" : text;
    }

    public string Type(string text, bool positive)
    {
        text = Spaces().Replace(text, " ").Replace(" ¶ ¶", " ¶", StringComparison.Ordinal).Trim(' ', '¶');
        text = BeforeVowel().Replace(text, "$1n$2");
        text = SentenceStart().Replace(text, match => match.Value.ToUpperInvariant());
        text = random.Percent(20) ? Abbreviate(text) : text;
        text = random.Percent(25) ? Misspell(text, percent: random.Percent(20) ? 8 : 2) : text;
        text = random.Below(20) switch
        {
            < 4 => text.ToLowerInvariant(),
            4 => ShoutedWord().Replace(text, match => random.Percent(15) ? match.Value.ToUpperInvariant() : match.Value),
            _ => text,
        };
        text = random.Below(10) switch
        {
            0 => text.Replace(". ", "! ", StringComparison.Ordinal),
            1 => text.Replace(". ", "... ", StringComparison.Ordinal),
            2 => text.TrimEnd('.') + "!!!",
            _ => text,
        };
        text = text.Replace(" ¶ ", ParagraphBreak(), StringComparison.Ordinal);
        return random.Percent(8) ? $"{text} {random.Pick(positive ? s_cheerful : s_gloomy)}" : text;
    }

    string ParagraphBreak() => random.Below(40) switch
    {
        < 22 => " ",
        < 36 => " <br /><br />",
        < 38 => "<br /><br />", // the paper's recipe then joins two words into one
        38 => "\n",
        _ => "\n\n",
    };

    string Abbreviate(string text)
    {
        foreach (var (words, abbreviation) in s_abbreviations)
        {
            text = Regex.Replace(text, $@"\b{words}\b", _ => random.Percent(70) ? abbreviation : words);
        }

        return text;
    }

    string Misspell(string text, int percent) => LongWord().Replace(text, match =>
    {
        if (!random.Percent(percent))
        {
            return match.Value;
        }

        var word = match.Value;
        var at = 1 + random.Below(word.Length - 2);
        return random.Below(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, word[at].ToString()),
            _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
        };
    });

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    [GeneratedRegex("\\b([Aa])( <i>| [\"']?)(?=[aeiou8])")]
    private static partial Regex BeforeVowel();

    [GeneratedRegex("(?:^|[.!?¶] )[\"']?[a-z]")]
    private static partial Regex SentenceStart();

    [GeneratedRegex(@"(?:^|[.!?] )\p{Ll}")]
    private static partial Regex TicketSentenceStart();

    [GeneratedRegex("[a-z]{5,}")]
    private static partial Regex LongWord();

    [GeneratedRegex(@"\b[a-z]{3,}\b")]
    private static partial Regex ShoutedWord();
}

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): 64 bits of state, the same sequence for ever.</summary>
sealed class SplitMix64(ulong state)
{
    ulong _state = state;

    ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Percent(int percent) => Below(100) < percent;

    public void Shuffle<T>(T[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    public string Pick(string[] items) => items[Below(items.Length)];

    public string PickWeighted(List<(int Weight, string Text)> items)
    {
        var left = Below(items.Sum(item => item.Weight));
        foreach (var (weight, text) in items)
        {
            left -= weight;
            if (left < 0)
            {
                return text;
            }
        }

        throw new InvalidOperationException("weights of a rule sum to zero");
    }
}
