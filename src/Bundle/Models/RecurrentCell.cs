namespace RnnToolkit.Bundle;

/// <summary>The cell of a recurrent layer, as PyTorch's <c>nn.RNN</c> (tanh), <c>nn.LSTM</c> and <c>nn.GRU</c> define it.</summary>
public enum RecurrentCell
{
    /// <summary>Vanilla RNN with tanh: one gate (Elman 1990).</summary>
    Rnn,

    /// <summary>Long short-term memory: gates i, f, g, o (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,

    /// <summary>Gated recurrent unit: gates r, z, n (Cho et al. 2014), reset gate applied after the matrix product.</summary>
    Gru,
}
