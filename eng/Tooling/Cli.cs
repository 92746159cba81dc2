using RnnToolkit.Tooling.Commands;
using RnnToolkit.Tooling.Processes;
using RnnToolkit.Tooling.Providers;

namespace RnnToolkit.Tooling;

/// <summary>The commands of build.cs.</summary>
public static class Cli
{
    const string Usage = """
        usage: dotnet run build.cs <command> [options]

          setup            install and make what this machine lacks, and put the three programs into bin/
          build            setup, then build everything, tests included
          test [filter]    setup and build, then run every test, or those that a 'dotnet test' filter selects
          demo             setup, then train the six models on the sample, export them, score the test part and compare
          format           check that every source file is formatted as .editorconfig says
          pack             pack the Inference library for use in other projects, into artifacts/packages
          clean            remove all that this build has made; runs/ and models/ stay
          help             this text

        options
          --providers auto|packages|local   where ONNX Runtime and TorchSharp come from (or RNNTOOLKIT_PROVIDERS):
                           auto      the package sources if they have them, else they are made here (the default)
                           packages  the package sources, whatever happens
                           local     made here, whatever the package sources have
          --accelerator cpu|cuda            their flavour (or RNNTOOLKIT_ACCELERATOR)
          --refresh                         ask the package sources again; their answer is remembered
        """;

    public static int Run(string[] args)
    {
        Interrupt.Listen();
        try
        {
            var options = Options.Parse(args, Environment.GetEnvironmentVariable);
            switch (options.Command)
            {
                case "help":
                    Console.WriteLine(Usage);
                    return 0;
                case "setup":
                    ProviderSetup.Run(options);
                    Product.Publish();
                    return 0;
                case "build":
                    ProviderSetup.Run(options);
                    Product.Build();
                    Product.Publish();
                    return 0;
                case "test":
                    var standIns = ProviderSetup.Run(options);
                    Product.Build();
                    return Tests.Run(options.Arguments.FirstOrDefault(), standIns.TorchSharp);
                case "demo":
                    ProviderSetup.Run(options);
                    Product.Publish();
                    Demo.Show();
                    return 0;
                case "format":
                    ProviderSetup.Run(options);
                    Product.CheckFormat();
                    return 0;
                case "pack":
                    Product.Pack(ProviderSetup.Run(options));
                    return 0;
                case "clean":
                    Product.Clean();
                    return 0;
                default:
                    throw new BuildException($"unknown command '{options.Command}'; 'dotnet run build.cs help' lists them");
            }
        }
        catch (BuildException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("cancelled");
            return 130;
        }
    }
}
