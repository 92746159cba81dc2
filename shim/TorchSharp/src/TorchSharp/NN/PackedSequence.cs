namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths without padding: the first steps of all, then the second steps, and so on.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>The elements [sum of the lengths, *].</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each step [longest].</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The order of the sequences by length [B]; null where they were packed sorted.</summary>
                    public readonly Tensor? sorted_indices;

                    /// <summary>The inverse of <see cref="sorted_indices"/>.</summary>
                    public readonly Tensor? unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices) =>
                        (this.data, this.batch_sizes, this.sorted_indices, this.unsorted_indices) =
                        (data, batch_sizes, sorted_indices, unsorted_indices);

                    public PackedSequence DetachFromDisposeScope() => Each(tensor => tensor.DetachFromDisposeScope());
                    public PackedSequence MoveToOuterDisposeScope() => Each(tensor => tensor.MoveToOuterDisposeScope());
                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other) => Each(tensor => tensor.MoveToOtherDisposeScope(other));
                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.data.OwningDisposeScope);

                    public void Dispose() => Each(tensor => tensor.Dispose());

                    /// <summary>The same order with other elements, which own their indices.</summary>
                    internal PackedSequence With(Tensor elements) =>
                        new(elements, batch_sizes.alias(), sorted_indices?.alias(), unsorted_indices?.alias());

                    PackedSequence Each(Action<Tensor> action)
                    {
                        foreach (var tensor in new[] { data, batch_sizes, sorted_indices, unsorted_indices }.OfType<Tensor>())
                        {
                            action(tensor);
                        }
                        return this;
                    }
                }
            }
        }
    }
}
