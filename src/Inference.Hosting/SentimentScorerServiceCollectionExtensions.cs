using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RnnToolkit.Inference.Hosting.Internals;

namespace RnnToolkit.Inference.Hosting;

/// <summary>Adds scorers and their health checks to an app.</summary>
public static class SentimentScorerServiceCollectionExtensions
{
    /// <summary>
    /// Adds a scorer; inject it as <see cref="ISentimentScorer"/>, or as <see cref="HostedSentimentScorer"/>. It is loaded before the app
    /// starts: a broken bundle fails the deployment, not the first request.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the bundle, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, Action<SentimentScorerHostOptions> configure) =>
        services.AddSentimentScorer(Options.DefaultName, configure);

    /// <summary>Adds a scorer with the options of a configuration section.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="section">Has a key for each property of <see cref="SentimentScorerHostOptions"/> that overrides a default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, IConfiguration section) =>
        services.AddSentimentScorer(Options.DefaultName, section);

    /// <summary>Adds one of several scorers; inject it with <c>[FromKeyedServices(name)]</c>.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="name">Tells it apart from the others.</param>
    /// <param name="configure">Sets the bundle, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(
        this IServiceCollection services, string name, Action<SentimentScorerHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AddCore(services, name).Configure(configure);
        return services;
    }

    /// <summary>Adds one of several scorers with the options of a configuration section.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="name">Tells it apart from the others.</param>
    /// <param name="section">Has a key for each property of <see cref="SentimentScorerHostOptions"/> that overrides a default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddCore(services, name).Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return services;
    }

    /// <summary>
    /// Adds a <see cref="SentimentScorerCatalog"/>: a scorer for each bundle below a directory. They are loaded before the app starts.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the directory, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorerCatalog(this IServiceCollection services, Action<SentimentScorerCatalogOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<SentimentScorerCatalogOptions>().ValidateOnStart().Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(SentimentScorerCatalog)))
        {
            return services; // added before: this call only changes the options
        }

        services.AddMetrics();
        services.AddSingleton<IValidateOptions<SentimentScorerCatalogOptions>>(
            new OptionsValidator<SentimentScorerCatalogOptions>(Options.DefaultName, options => options.Validate()));
        services.AddSingleton(provider => new SentimentScorerCatalog(
            CatalogOptionsOf(provider), provider.GetRequiredService<IMeterFactory>(), LoggerOf(provider)));
        services.AddSingleton<IHostedService>(provider => new BundleWatcher(
            () => provider.GetRequiredService<SentimentScorerCatalog>().Scorers.Values,
            () => CatalogOptionsOf(provider).Scorers.ReloadInterval,
            TimeOf(provider)));
        return services;
    }

    /// <summary>
    /// Adds a check that scores the golden texts of the bundle, compares with the trainer's numbers, and compares the files on disk with
    /// the hashes of the manifest.
    /// </summary>
    /// <remarks>
    /// Wrong scores are a failure. Files that the app could not start from now (missing or damaged, or a new bundle that was rejected)
    /// are degraded: what was loaded before keeps serving. A sound new bundle that waits for its turn is healthy.
    /// </remarks>
    /// <param name="builder">The health checks of the app.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="scorerName">Which scorer; null takes the one that was added without a name.</param>
    /// <param name="failureStatus">What wrong scores mean; null is unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns><paramref name="builder"/>. When there is no such scorer, the app fails to start with a message that names it.</returns>
    public static IHealthChecksBuilder AddSentimentScorer(
        this IHealthChecksBuilder builder,
        string name = "sentiment_scorer",
        string? scorerName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = scorerName ?? Options.DefaultName;
        var problem = $"The health check \"{name}\" {MissingScorer(key)}";
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProviderIsKeyedService>((_, services) => services.IsKeyedService(typeof(HostedSentimentScorer), key), problem)
            .ValidateOnStart();
        return builder.Add(new(
            name,
            services => new ScorerHealthCheck(new Dictionary<string, HostedSentimentScorer> { [key] = Resolve(services, key) }),
            failureStatus,
            tags));
    }

    /// <summary>Adds a check of every scorer in the catalog. The worst result counts, and the description names the bundles.</summary>
    /// <param name="builder">The health checks of the app.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="failureStatus">What wrong scores mean; null is unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns><paramref name="builder"/>. When there is no catalog, the app fails to start with a message that names it.</returns>
    public static IHealthChecksBuilder AddSentimentScorerCatalog(
        this IHealthChecksBuilder builder,
        string name = "sentiment_scorer_catalog",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProviderIsService>(
                (_, services) => services.IsService(typeof(SentimentScorerCatalog)),
                $"The health check \"{name}\" needs a catalog that was not registered; call services.AddSentimentScorerCatalog(...).")
            .ValidateOnStart();
        return builder.Add(new(
            name, services => new ScorerHealthCheck(services.GetRequiredService<SentimentScorerCatalog>().Scorers), failureStatus, tags));
    }

    static OptionsBuilder<SentimentScorerHostOptions> AddCore(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        var builder = services.AddOptions<SentimentScorerHostOptions>(name).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(HostedSentimentScorer) && Equals(service.ServiceKey, name)))
        {
            return builder; // added before: this call only changes the options
        }

        services.AddMetrics();
        services.AddSingleton<IValidateOptions<SentimentScorerHostOptions>>(
            new OptionsValidator<SentimentScorerHostOptions>(name, options => options.Validate()));
        services.AddKeyedSingleton(name, (provider, _) => new HostedSentimentScorer(
            OptionsOf(provider, name), provider.GetRequiredService<IMeterFactory>(), LoggerOf(provider), name));
        services.AddKeyedSingleton<ISentimentScorer>(name, (provider, _) => Resolve(provider, name));
        services.AddSingleton<IHostedService>(provider =>
            new BundleWatcher(() => [Resolve(provider, name)], () => OptionsOf(provider, name).ReloadInterval, TimeOf(provider)));
        if (name == Options.DefaultName)
        {
            services.TryAddSingleton(provider => Resolve(provider, name));
            services.TryAddSingleton<ISentimentScorer>(provider => Resolve(provider, name));
        }

        return builder;
    }

    static HostedSentimentScorer Resolve(IServiceProvider services, string name) =>
        services.GetKeyedService<HostedSentimentScorer>(name)
        ?? throw new InvalidOperationException($"The app {MissingScorer(name)}");

    static string MissingScorer(string name) => name.Length == 0
        ? "needs a scorer that was not registered; call services.AddSentimentScorer(...)."
        : $"needs the scorer \"{name}\", which was not registered; call services.AddSentimentScorer(\"{name}\", ...).";

    static SentimentScorerHostOptions OptionsOf(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<SentimentScorerHostOptions>>().Get(name);

    static SentimentScorerCatalogOptions CatalogOptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<SentimentScorerCatalogOptions>>().Value;

    static ILogger<HostedSentimentScorer> LoggerOf(IServiceProvider services) =>
        services.GetService<ILogger<HostedSentimentScorer>>() ?? NullLogger<HostedSentimentScorer>.Instance;

    static TimeProvider TimeOf(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
