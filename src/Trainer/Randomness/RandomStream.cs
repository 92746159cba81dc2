namespace RnnToolkit.Trainer.Randomness;

/// <summary>What random numbers are drawn for. The names enter the hash of <see cref="SeedStreams"/>: renaming one changes every training.</summary>
enum RandomStream
{
    /// <summary>Which training texts validate.</summary>
    Split,

    /// <summary>The initial weights.</summary>
    Weights,

    /// <summary>The order of the texts in an epoch.</summary>
    Order,

    /// <summary>What dropout drops in a step.</summary>
    Dropout,

    /// <summary>The probe texts.</summary>
    Probes,

    /// <summary>The order in which the wide channel visits the texts.</summary>
    Wide,

    /// <summary>Which words of a step become unknown ones.</summary>
    Words,

    /// <summary>Word vectors: their first values, and what is left out and drawn in an epoch; the step is the number of the thread.</summary>
    Vectors,

    /// <summary>What a trial of a sweep trains with; the step is the number of the trial, from 0.</summary>
    Search,
}
