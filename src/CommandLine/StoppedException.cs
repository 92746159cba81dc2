namespace RnnToolkit.CommandLine;

/// <summary>The user stopped the work, and there is something to say about it: how to resume it.</summary>
/// <param name="message">A line for the user.</param>
/// <param name="inner">What stopped the work.</param>
public sealed class StoppedException(string message, OperationCanceledException inner) : OperationCanceledException(message, inner, inner.CancellationToken);
