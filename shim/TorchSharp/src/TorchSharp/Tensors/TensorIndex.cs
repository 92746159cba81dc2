namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression.</summary>
    public readonly struct TensorIndex
    {
        enum Kind
        {
            Single,
            Slice,
            Ellipsis,
            None,
        }

        readonly Kind _kind;
        readonly long? _start;
        readonly long? _stop;
        readonly long? _step;

        TensorIndex(Kind kind, long? start = null, long? stop = null, long? step = null) => (_kind, _start, _stop, _step) = (kind, start, stop, step);

        public static readonly TensorIndex Colon = new(Kind.Slice);
        public static readonly TensorIndex Ellipsis = new(Kind.Ellipsis);
        public static readonly TensorIndex None = new(Kind.None);

        public static TensorIndex Single(long? index) =>
            new(Kind.Single, index ?? throw new ArgumentNullException(nameof(index)));

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kind.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) =>
            Slice(FromIndex(range.Start), range.End.Equals(Index.End) ? null : FromIndex(range.End));

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex(Index index) => Single(FromIndex(index));
        public static implicit operator TensorIndex(Range range) => Slice(range);

        internal int NamedDimensions => _kind is Kind.Single or Kind.Slice ? 1 : 0;

        /// <summary>The view that this position makes of dimension <paramref name="dim"/>, which moves on as it must.</summary>
        internal Tensor Apply(Tensor view, ref int dim, int remaining)
        {
            switch (_kind)
            {
                case Kind.Single:
                    return view.select(dim, _start!.Value);
                case Kind.Slice:
                    return view.slice(dim++, _start ?? 0, _stop ?? long.MaxValue, _step ?? 1);
                case Kind.None:
                    return view.unsqueeze(dim++);
                default:
                    dim = (int)view.ndim - remaining;
                    return view;
            }
        }

        static long FromIndex(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
