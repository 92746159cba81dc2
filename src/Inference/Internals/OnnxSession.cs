using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.OnnxRuntime;
using RnnToolkit.Bundle;

namespace RnnToolkit.Inference.Internals;

/// <summary>The graph of a bundle in ONNX Runtime.</summary>
sealed class OnnxSession : ClassifierSession
{
    readonly InferenceSession _session;
    readonly RunOptions _runOptions = new();
    readonly ModelShape _shape;
    readonly string[] _inputNames;
    readonly string[] _outputNames;

    OnnxSession(InferenceSession session, ModelConfig model, ModelShape shape, ExecutionProvider provider, string reason)
        : base(provider, reason)
    {
        (_session, _shape) = (session, shape);
        (_inputNames, _outputNames) = (GraphContract.InputNames(model), GraphContract.OutputNames(model));
    }

    /// <summary>Loads the graph on the provider that was asked for, or on the CPU where that may be.</summary>
    public static new OnnxSession Open(ModelBundle bundle, string directory, TextClassifierOptions options)
    {
        OnnxRuntimeTelemetry.TurnOff(); // before anything here loads the native library
        var graphPath = Path.Combine(directory, bundle.Manifest.Graph.File);
        string? failure = null;
        if (options.ExecutionProvider is ExecutionProvider.Cuda && TryCuda(bundle, graphPath, options, out var cuda, out failure))
        {
            return cuda;
        }

        var reason = failure is null ? "the CPU was asked for" : $"CUDA was asked for and cannot run here: {failure}";
        using var sessionOptions = NewSessionOptions(options);
        var cpu = Create(bundle, graphPath, options, sessionOptions, ExecutionProvider.Cpu, reason);
        if (failure is null || options.FallBackToCpu)
        {
            return cpu;
        }

        // Only now: a bundle that the CPU refuses, too, is the bundle's fault and not the machine's.
        cpu.Dispose();
        throw new PlatformNotSupportedException(reason);
    }

    public override void Run(BatchBuffer buffer)
    {
        var tensors = buffer.Tensors ??= new BatchTensors(buffer, _shape);
        tensors.Shape();
        try
        {
            _session.Run(_runOptions, _inputNames, tensors.Inputs, _outputNames, tensors.Outputs);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidOperationException(
                $"ONNX Runtime could not score a batch of {buffer.Rows} on {Provider}: {Describe(exception)}", exception);
        }
    }

    public override void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    static bool TryCuda(
        ModelBundle bundle,
        string graphPath,
        TextClassifierOptions options,
        [NotNullWhen(true)] out OnnxSession? session,
        [NotNullWhen(false)] out string? failure)
    {
        using var sessionOptions = NewSessionOptions(options);
        try
        {
            sessionOptions.AppendExecutionProvider_CUDA(options.DeviceId);
            session = Create(bundle, graphPath, options, sessionOptions, ExecutionProvider.Cuda, $"CUDA was asked for; device {options.DeviceId}");
            failure = null;
            return true;
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or BundleFormatException)
        {
            // A build of ONNX Runtime without CUDA lacks the entry point; one with it but without driver, CUDA or cuDNN reports an
            // error. A graph that CUDA refuses may still be sound: the CPU decides.
            failure = exception is EntryPointNotFoundException or DllNotFoundException
                ? "this build of ONNX Runtime has no CUDA provider; reference Microsoft.ML.OnnxRuntime.Gpu"
                : Describe(exception);
            session = null;
            return false;
        }
    }

    static SessionOptions NewSessionOptions(TextClassifierOptions options)
    {
        var sessionOptions = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreadCount,
            InterOpNumThreads = 1,
            // Errors are thrown; a library does not also write them to its app's stderr.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        sessionOptions.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return sessionOptions;
    }

    static OnnxSession Create(
        ModelBundle bundle,
        string graphPath,
        TextClassifierOptions options,
        SessionOptions sessionOptions,
        ExecutionProvider provider,
        string reason)
    {
        InferenceSession native;
        try
        {
            native = new InferenceSession(bundle.Graph, sessionOptions);
        }
        catch (Exception exception) when (IsGraphFailure(exception))
        {
            throw new BundleFormatException(graphPath, null, Describe(exception), GraphTrial.RunsInOnnxRuntime, exception);
        }

        var session = new OnnxSession(native, bundle.Manifest.Model, ModelShape.Of(bundle.Manifest), provider, reason);
        try
        {
            GraphContract.Check(native, bundle.Manifest, graphPath);
            var canShorten = GraphContract.CanSkipPadding(native, bundle.Manifest, graphPath) || bundle.Manifest.Model.MaskPadding;
            session.LengthBucketWidth = canShorten ? options.LengthBucketWidth : 0;
            new GraphTrial(session, bundle.Manifest, graphPath).Run();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    // KeyNotFoundException: the managed API knows fewer error codes than the native library has.
    static bool IsGraphFailure(Exception exception) => exception is OnnxRuntimeException or KeyNotFoundException or NotSupportedException or ArgumentException;

    /// <summary>The message without the number of its kind before it, the stack below it and the full stop after it.</summary>
    internal static string Describe(Exception exception)
    {
        var line = exception.Message.Split('\n', 2)[0];
        var kindEnd = line.StartsWith("[ErrorCode:", StringComparison.Ordinal) ? line.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        return line[kindEnd..].Trim().TrimEnd('.');
    }
}
