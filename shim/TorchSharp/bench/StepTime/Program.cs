// Milliseconds of one training step, part by part, the fastest and the median of 60.
// dotnet run -c Release --project bench/StepTime -- [lstm|gru|rnn] [layers] [rows]
using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

const int Batch = 50;
const int Steps = 100;
const int Repetitions = 60;

var cell = args.ElementAtOrDefault(0) ?? "lstm";
var layers = long.Parse(args.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
var rows = long.Parse(args.ElementAtOrDefault(2) ?? "100000", CultureInfo.InvariantCulture);

set_num_threads(1);
manual_seed(1);
var embedding = nn.Embedding(rows, 100, sparse: true);
var lstm = cell == "lstm" ? nn.LSTM(100, 50, layers, batchFirst: true) : null;
var gru = cell == "gru" ? nn.GRU(100, 50, layers, batchFirst: true) : null;
var rnn = cell == "rnn" ? nn.RNN(100, 50, layers, batchFirst: true) : null;
var fc = nn.Linear(50, 1);
nn.Module recurrent = (nn.Module?)lstm ?? (nn.Module?)gru ?? rnn
    ?? throw new ArgumentException($"Expected lstm, gru or rnn, found {cell}.");
var parameters = embedding.parameters().Concat(recurrent.parameters()).Concat(fc.parameters()).ToArray();
using var optimizer = optim.Adam(parameters.Skip(1));

var ids = rand([Batch, Steps]).mul(rows).to(int64);
var labels = rand([Batch]).gt(0.5).to(float32);
var times = new Dictionary<string, List<double>>();

for (var repetition = 0; repetition < Repetitions; repetition++)
{
    using var scope = NewDisposeScope();
    var started = Stopwatch.GetTimestamp();
    var embedded = Timed("embedding forward", () => embedding.call(ids));
    var input = embedded.detach().requires_grad_();
    var output = Timed("recurrent forward", () => lstm?.call(input).Item1 ?? gru?.call(input).Item1 ?? rnn!.call(input).Item1);
    var loss = Timed("head and loss", () => binary_cross_entropy_with_logits(fc.call(output.select(1, -1)).squeeze(1), labels));
    Timed("recurrent backward", () => { loss.backward(); return loss; });
    Timed("embedding backward", () => { embedded.backward([input.grad!]); return loss; });
    Timed("clip", () => { nn.utils.clip_grad_norm_(parameters, 5); return loss; });
    Timed("Adam without the table", () => { optimizer.step(); return loss; });
    Timed("zero gradients", () => { embedding.zero_grad(); optimizer.zero_grad(); return loss; });
    Add("step", started);
}

foreach (var (part, milliseconds) in times)
{
    milliseconds.Sort();
    var (fastest, median) = (milliseconds[0], milliseconds[milliseconds.Count / 2]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part,-24}{fastest,8:F2}{median,8:F2}"));
}

Tensor Timed(string part, Func<Tensor> work)
{
    var started = Stopwatch.GetTimestamp();
    var result = work();
    Add(part, started);
    return result;
}

void Add(string part, long started)
{
    if (!times.TryGetValue(part, out var list))
    {
        times[part] = list = [];
    }
    list.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
}
