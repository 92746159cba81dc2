using RnnToolkit.Tooling.Providers;

namespace RnnToolkit.Tooling.Commands;

/// <summary>What the commands of build.cs do, each in a few steps.</summary>
public static class BuildCommands
{
    public static int Setup(Options options)
    {
        ProviderSetup.Run(options);
        Product.Publish();
        return 0;
    }

    public static int Build(Options options)
    {
        ProviderSetup.Run(options);
        Product.Build();
        Product.Publish();
        return 0;
    }

    public static int Test(Options options)
    {
        var standIns = ProviderSetup.Run(options);
        TestTools.Install();
        Product.Build();
        return Tests.Run(options.Arguments.FirstOrDefault(), standIns.TorchSharp);
    }

    public static int Soak(Options options)
    {
        var runs = Commands.Soak.Runs(options);
        var standIns = ProviderSetup.Run(options);
        TestTools.Install();
        Product.Build();
        var assemblies = Tests.Assemblies(standIns.TorchSharp);
        return Commands.Soak.Run(
            runs, options.BusyLoops, () => Tests.RunOnce(assemblies, filter: null, show: _ => { }), Repository.PathTo("artifacts", "soak"), Console.Out);
    }

    public static int Demo(Options options)
    {
        ProviderSetup.Run(options);
        Product.Publish();
        Commands.Demo.Show();
        return 0;
    }

    public static int Format(Options options)
    {
        ProviderSetup.Run(options);
        Product.CheckFormat();
        return 0;
    }

    public static int Pack(Options options)
    {
        Product.Pack(ProviderSetup.Run(options));
        return 0;
    }

    public static int Trimmed(Options options)
    {
        ProviderSetup.Run(options);
        TrimmedApp.PublishAndRun();
        return 0;
    }

    public static int Clean(Options options)
    {
        Product.Clean();
        TestTools.Remove();
        return 0;
    }
}
