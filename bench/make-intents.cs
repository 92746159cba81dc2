#:property PublishAot=false
// Writes train.csv and test.csv with requests to a bank in 77 classes, as people have them who sort tickets by intent: eleven topics times
// seven intentions. Every word occurs in many classes; only topic and intention together make one.
//
//   dotnet run bench/make-intents.cs -- <directory>
//
// Columns id, text, label; 40 and 10 texts a class; the same bytes on every machine.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

const int TrainCount = 40;
const int TestCount = 10;

if (args is not [var directory])
{
    Console.Error.WriteLine("usage: dotnet run bench/make-intents.cs -- <directory>");
    return 1;
}

(string Name, string Words)[] topics =
[
    ("card", "card|debit card|bank card"), ("credit_card", "credit card|visa|gold card"), ("transfer", "transfer|bank transfer|wire"),
    ("standing_order", "standing order|monthly order|recurring payment"), ("savings", "savings account|savings|deposit account"),
    ("loan", "loan|consumer loan|credit"), ("mortgage", "mortgage|home loan|house loan"), ("app", "app|mobile app|banking app"),
    ("cash", "cash withdrawal|cash|money from the machine"), ("statement", "statement|account statement|monthly statement"),
    ("insurance", "insurance|travel insurance|policy"),
];

(string Name, string[] Sentences)[] intentions =
[
    ("cancel", ["{please|can you} {cancel|stop} my $t", "I {do not want|no longer need} the $t", "how do I {end|close|get rid of} the $t?", "I want out of my $t"]),
    ("fee", ["why {is there|was I charged} a fee for the $t?", "what does the $t cost{| a month| now}?", "the {charge|price} for my $t is too high", "is the $t free?"]),
    ("status", ["what happened to my $t?", "is my $t {ready|done|through} yet?", "I am still waiting for the $t", "when will the $t {arrive|be done|come}?"]),
    ("limit", ["{what is|how high is} the limit of my $t?", "I need {more|a higher limit} for the $t", "{raise|lower} the maximum of my $t, please", "how much can I do with the $t {a day|at once}?"]),
    ("error", ["the $t {does not work|failed|was refused}", "there is {a mistake|something wrong} with my $t", "I get an error with the $t", "why can I not use my $t?"]),
    ("open", ["how do I {get|apply for|set up} a $t?", "I would like {a new|to order a} $t", "what do you need from me for a $t?", "can I have a {second|new} $t?"]),
    ("change", ["I want to change {the date|the details|the name} of my $t", "{update|correct} my $t, please", "can the $t be {moved|changed} to another {day|account}?", "please put my new address on the $t"]),
];

string[] openings = ["", "", "", "hello, ", "hi, ", "a question: ", "since yesterday I wonder: ", "I am abroad, and "];
string[] endings = ["", "", "", " thanks", " please answer soon", " I asked before", " it is urgent"];

var random = new SplitMix64(77);
var seen = new HashSet<string>();
Directory.CreateDirectory(directory);
foreach (var (part, count) in new[] { ("train", TrainCount), ("test", TestCount) })
{
    var rows = (from topic in topics from intention in intentions from _ in Enumerable.Range(0, count) select (topic, intention)).ToArray();
    for (var i = rows.Length - 1; i > 0; i--)
    {
        var j = random.Below(i + 1);
        (rows[i], rows[j]) = (rows[j], rows[i]);
    }

    var csv = new StringBuilder("id,text,label\n");
    foreach (var (i, (topic, intention)) in rows.Index())
    {
        string text;
        do
        {
            text = random.Pick(openings) + random.Pick(intention.Sentences).Replace("$t", random.Pick(topic.Words.Split('|')), StringComparison.Ordinal) + random.Pick(endings);
            text = Choice().Replace(text, match => random.Pick(match.Groups[1].Value.Split('|')));
        }
        while (!seen.Add(text)); // no text twice, in either part
        csv.Append(CultureInfo.InvariantCulture, $"{part}-{i + 1:D4},\"{text}\",{topic.Name}_{intention.Name}\n");
    }

    File.WriteAllText(Path.Combine(directory, $"{part}.csv"), csv.ToString());
    Console.WriteLine($"{part}.csv: {rows.Length} texts");
}

return 0;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same sequence on every version of .NET.</summary>
sealed class SplitMix64(ulong state)
{
    public int Below(int limit)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)limit);
    }

    public string Pick(string[] items) => items[Below(items.Length)];
}

static partial class Program
{
    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Choice();
}
