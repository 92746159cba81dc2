namespace TorchSharp.TensorBoard;

/// <summary>The messages of TensorFlow's event.proto and summary.proto that the writer needs. Zeros are left out, as protobuf does.</summary>
static class EventMessages
{
    const int StringType = 7; // DT_STRING

    public static byte[] FileVersion(double wallTime) => new ProtoWriter().Double(1, wallTime).Text(3, "brain.Event:2").ToArray();

    public static byte[] Event(double wallTime, long step, byte[] value)
    {
        var message = new ProtoWriter().Double(1, wallTime);
        if (step != 0)
        {
            message.Integer(2, step);
        }
        return message.Message(5, new ProtoWriter().Message(1, value).ToArray()).ToArray();
    }

    public static byte[] Scalar(string tag, float value) => new ProtoWriter().Text(1, tag).Float(2, value).ToArray();

    public static byte[] Histogram(string tag, Histogram values)
    {
        var message = new ProtoWriter();
        foreach (var (number, value) in new[] { values.Min, values.Max, values.Num, values.Sum, values.SumSquares }.Index())
        {
            if (value != 0)
            {
                message.Double(number + 1, value);
            }
        }
        return new ProtoWriter().Text(1, tag).Message(5, message.Doubles(6, values.Limits).Doubles(7, values.Counts).ToArray()).ToArray();
    }

    /// <summary>A tensor of one string that the text plugin shows.</summary>
    public static byte[] Text(string tag, string text)
    {
        var shape = new ProtoWriter().Message(2, new ProtoWriter().Integer(1, 1).ToArray()).ToArray();
        var tensor = new ProtoWriter().Integer(1, StringType).Message(2, shape).Text(8, text).ToArray();
        var metadata = new ProtoWriter().Message(1, new ProtoWriter().Text(1, "text").ToArray()).ToArray();
        return new ProtoWriter().Text(1, $"{tag}/text_summary").Message(8, tensor).Message(9, metadata).ToArray();
    }
}
