namespace RnnToolkit.Runs;

/// <summary>From which end a recurrent layer reads a text.</summary>
public enum ReadingDirection
{
    /// <summary>From the first token to the last.</summary>
    Forward,

    /// <summary>From the last token to the first.</summary>
    Backward,
}
