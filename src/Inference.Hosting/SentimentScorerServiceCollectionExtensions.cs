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

/// <summary>Adds a <see cref="HostedSentimentScorer"/> to an app.</summary>
public static class SentimentScorerServiceCollectionExtensions
{
    /// <summary>Adds a scorer, which is loaded before the app starts: a broken bundle fails the deployment, not the first request.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the bundle, and what else is not to be the default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, Action<SentimentScorerHostOptions> configure) =>
        services.AddSentimentScorer(Options.DefaultName, configure);

    /// <summary>Adds a scorer with the options of a configuration section.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="section">Has a key for each property of <see cref="SentimentScorerHostOptions"/> that is not to be the default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, IConfiguration section) =>
        services.AddSentimentScorer(Options.DefaultName, section);

    /// <summary>Adds one of several scorers; ask for it with <c>[FromKeyedServices(name)]</c>.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="name">Tells it from the others.</param>
    /// <param name="configure">Sets the bundle, and what else is not to be the default.</param>
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
    /// <param name="name">Tells it from the others.</param>
    /// <param name="section">Has a key for each property of <see cref="SentimentScorerHostOptions"/> that is not to be the default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSentimentScorer(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddCore(services, name).Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return services;
    }

    /// <summary>Adds a check that scores the golden texts of the bundle and compares with the trainer's numbers.</summary>
    /// <param name="builder">The health checks of the app.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="scorerName">Which scorer; null takes the one that was added without a name.</param>
    /// <param name="failureStatus">What a wrong score means; null is unhealthy. A refused reload is degraded.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHealthChecksBuilder AddSentimentScorer(
        this IHealthChecksBuilder builder,
        string name = "sentiment_scorer",
        string? scorerName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new(name, services => new ScorerHealthCheck(Resolve(services, scorerName ?? Options.DefaultName)), failureStatus, tags));
    }

    static OptionsBuilder<SentimentScorerHostOptions> AddCore(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        var builder = services.AddOptions<SentimentScorerHostOptions>(name).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(HostedSentimentScorer) && Equals(service.ServiceKey, name)))
        {
            return builder; // added before: only the options are refined
        }

        services.AddMetrics();
        services.AddSingleton<IValidateOptions<SentimentScorerHostOptions>>(new OptionsValidator(name));
        services.AddKeyedSingleton(name, (provider, _) => new HostedSentimentScorer(
            OptionsOf(provider, name),
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetService<ILogger<HostedSentimentScorer>>() ?? NullLogger<HostedSentimentScorer>.Instance));
        services.AddSingleton<IHostedService>(provider =>
            new BundleWatcher(() => Resolve(provider, name), () => OptionsOf(provider, name).ReloadInterval));
        if (name == Options.DefaultName)
        {
            services.TryAddSingleton(provider => Resolve(provider, name));
        }

        return builder;
    }

    static HostedSentimentScorer Resolve(IServiceProvider services, string name) => services.GetRequiredKeyedService<HostedSentimentScorer>(name);

    static SentimentScorerHostOptions OptionsOf(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<SentimentScorerHostOptions>>().Get(name);
}
