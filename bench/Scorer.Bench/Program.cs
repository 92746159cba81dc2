// Measures the scorer on many rows:
//   dotnet run --project bench/Scorer.Bench -c Release -- throughput <bundle> <data> [rounds]
//     raw CSV to scored CSV on 1 and 2 threads, compared with the plain ONNX Runtime call on prepared ids in the same run
//   dotnet run --project bench/Scorer.Bench -c Release -- endurance [rows] [kills] [bundle]
//     generated rows, scored without interruption and again with kills at random moments: peak memory, and whether a row is lost or repeated

using System.Globalization;
using RnnToolkit.Scorer.Bench;

return args switch
{
    ["throughput", var bundle, var data, .. var rest] => Throughput.Run(bundle, data, Number(rest.ElementAtOrDefault(0), 7)),
    ["endurance", .. var rest] => Endurance.Run(Number(rest.ElementAtOrDefault(0), 10_000_000), Number(rest.ElementAtOrDefault(1), 20), rest.ElementAtOrDefault(2)),
    _ => Usage(),
};

static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("usage: Scorer.Bench throughput <bundle> <data> [rounds] | endurance [rows] [kills] [bundle]");
    return 1;
}
