namespace RnnToolkit.Runs;

/// <summary>A step of a recurrent layer, with what its derivatives need.</summary>
/// <param name="Previous">The state before it [S].</param>
/// <param name="State">The state after it [S].</param>
/// <param name="Gates">The gates after their activation, in PyTorch's order [G*H].</param>
/// <param name="Inner">LSTM: tanh(c_t); GRU: what the reset gate multiplies, W_hn h + b_hn; vanilla RNN: empty [H].</param>
readonly record struct CellStep(double[] Previous, double[] State, double[] Gates, double[] Inner);
