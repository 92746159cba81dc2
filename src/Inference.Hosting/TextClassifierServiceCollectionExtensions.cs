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

/// <summary>Adds classifiers and their health checks to an app.</summary>
public static class TextClassifierServiceCollectionExtensions
{
    /// <summary>
    /// Adds a classifier; inject it as <see cref="ITextClassifier"/>, or as <see cref="HostedTextClassifier"/>. It is loaded before the app
    /// starts: a broken bundle fails the deployment, not the first request.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the bundle, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, Action<TextClassifierHostOptions> configure) =>
        services.AddTextClassifier(Options.DefaultName, configure);

    /// <summary>Adds a classifier with the options of a configuration section.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="section">Has a key for each property of <see cref="TextClassifierHostOptions"/> that overrides a default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, IConfiguration section) =>
        services.AddTextClassifier(Options.DefaultName, section);

    /// <summary>Adds one of several classifiers; inject it with <c>[FromKeyedServices(name)]</c>.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="name">Tells it apart from the others.</param>
    /// <param name="configure">Sets the bundle, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTextClassifier(
        this IServiceCollection services, string name, Action<TextClassifierHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AddCore(services, name).Configure(configure);
        return services;
    }

    /// <summary>Adds one of several classifiers with the options of a configuration section.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="name">Tells it apart from the others.</param>
    /// <param name="section">Has a key for each property of <see cref="TextClassifierHostOptions"/> that overrides a default.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTextClassifier(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddCore(services, name).Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        return services;
    }

    /// <summary>
    /// Adds a <see cref="TextClassifierCatalog"/>: a classifier for each bundle below a directory. They are loaded before the app starts.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Sets the directory, and overrides defaults.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddTextClassifierCatalog(this IServiceCollection services, Action<TextClassifierCatalogOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<TextClassifierCatalogOptions>().ValidateOnStart().Configure(configure);
        if (services.Any(service => service.ServiceType == typeof(TextClassifierCatalog)))
        {
            return services; // added before: this call only changes the options
        }

        services.AddMetrics();
        services.AddSingleton<IValidateOptions<TextClassifierCatalogOptions>>(
            new OptionsValidator<TextClassifierCatalogOptions>(Options.DefaultName, options => options.Validate()));
        services.AddSingleton(provider => new TextClassifierCatalog(
            CatalogOptionsOf(provider), provider.GetRequiredService<IMeterFactory>(), LoggerOf(provider)));
        services.AddSingleton<IHostedService>(provider => new BundleWatcher(
            () => provider.GetRequiredService<TextClassifierCatalog>().Classifiers.Values,
            () => CatalogOptionsOf(provider).Classifiers.ReloadInterval,
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
    /// <param name="classifierName">Which classifier; null takes the one that was added without a name.</param>
    /// <param name="failureStatus">What wrong scores mean; null is unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns><paramref name="builder"/>. When there is no such classifier, the app fails to start with a message that names it.</returns>
    public static IHealthChecksBuilder AddTextClassifier(
        this IHealthChecksBuilder builder,
        string name = "text_classifier",
        string? classifierName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = classifierName ?? Options.DefaultName;
        var problem = $"The health check \"{name}\" {MissingClassifier(key)}";
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProviderIsKeyedService>((_, services) => services.IsKeyedService(typeof(HostedTextClassifier), key), problem)
            .ValidateOnStart();
        return builder.Add(new(
            name,
            services => new ClassifierHealthCheck(new Dictionary<string, HostedTextClassifier> { [key] = Resolve(services, key) }),
            failureStatus,
            tags));
    }

    /// <summary>Adds a check of every classifier in the catalog. The worst result counts, and the description names the bundles.</summary>
    /// <param name="builder">The health checks of the app.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="failureStatus">What wrong scores mean; null is unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns><paramref name="builder"/>. When there is no catalog, the app fails to start with a message that names it.</returns>
    public static IHealthChecksBuilder AddTextClassifierCatalog(
        this IHealthChecksBuilder builder,
        string name = "text_classifier_catalog",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<HealthCheckServiceOptions>()
            .Validate<IServiceProviderIsService>(
                (_, services) => services.IsService(typeof(TextClassifierCatalog)),
                $"The health check \"{name}\" needs a catalog that was not registered; call services.AddTextClassifierCatalog(...).")
            .ValidateOnStart();
        return builder.Add(new(
            name, services => new ClassifierHealthCheck(services.GetRequiredService<TextClassifierCatalog>().Classifiers), failureStatus, tags));
    }

    static OptionsBuilder<TextClassifierHostOptions> AddCore(IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        var builder = services.AddOptions<TextClassifierHostOptions>(name).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(HostedTextClassifier) && Equals(service.ServiceKey, name)))
        {
            return builder; // added before: this call only changes the options
        }

        services.AddMetrics();
        services.AddSingleton<IValidateOptions<TextClassifierHostOptions>>(
            new OptionsValidator<TextClassifierHostOptions>(name, options => options.Validate()));
        services.AddKeyedSingleton(name, (provider, _) => new HostedTextClassifier(
            OptionsOf(provider, name), provider.GetRequiredService<IMeterFactory>(), LoggerOf(provider), name));
        services.AddKeyedSingleton<ITextClassifier>(name, (provider, _) => Resolve(provider, name));
        services.AddSingleton<IHostedService>(provider =>
            new BundleWatcher(() => [Resolve(provider, name)], () => OptionsOf(provider, name).ReloadInterval, TimeOf(provider)));
        if (name == Options.DefaultName)
        {
            services.TryAddSingleton(provider => Resolve(provider, name));
            services.TryAddSingleton<ITextClassifier>(provider => Resolve(provider, name));
        }

        return builder;
    }

    static HostedTextClassifier Resolve(IServiceProvider services, string name) =>
        services.GetKeyedService<HostedTextClassifier>(name)
        ?? throw new InvalidOperationException($"The app {MissingClassifier(name)}");

    static string MissingClassifier(string name) => name.Length == 0
        ? "needs a classifier that was not registered; call services.AddTextClassifier(...)."
        : $"needs the classifier \"{name}\", which was not registered; call services.AddTextClassifier(\"{name}\", ...).";

    static TextClassifierHostOptions OptionsOf(IServiceProvider services, string name) =>
        services.GetRequiredService<IOptionsMonitor<TextClassifierHostOptions>>().Get(name);

    static TextClassifierCatalogOptions CatalogOptionsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<TextClassifierCatalogOptions>>().Value;

    static ILogger<HostedTextClassifier> LoggerOf(IServiceProvider services) =>
        services.GetService<ILogger<HostedTextClassifier>>() ?? NullLogger<HostedTextClassifier>.Instance;

    static TimeProvider TimeOf(IServiceProvider services) => services.GetService<TimeProvider>() ?? TimeProvider.System;
}
