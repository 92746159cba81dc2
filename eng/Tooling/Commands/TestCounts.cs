using System.Globalization;
using System.Xml.Linq;

namespace RnnToolkit.Tooling.Commands;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads the counters of a Visual Studio test result file (.trx).</summary>
    public static TestCounts Read(string trxFile)
    {
        var counters = XDocument.Load(trxFile).Descendants().Single(element => element.Name.LocalName == "Counters");
        int Count(string name) => int.Parse(counters.Attribute(name)!.Value, CultureInfo.InvariantCulture);

        // A skipped test counts in no other column: it is in "total" and was not executed.
        var (total, executed, passed) = (Count("total"), Count("executed"), Count("passed"));
        return new(passed, executed - passed, total - executed);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");
}
