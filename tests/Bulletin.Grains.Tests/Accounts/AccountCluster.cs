using Bulletin.Grains.Accounts;
using Bulletin.Grains.Accounts.Passwords;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Cluster;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Tests.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Two silos over a real database, whose clock stands still until told, and whose writes can be told to fail.</summary>
public abstract class AccountCluster(StorageFixture storage) : IAsyncLifetime
{
    /// <summary>Enough to be told from no hashing at all, few enough for many tests.</summary>
    internal const int Iterations = 20_000;

    internal static readonly TimeSpan FreedNamesRest = TimeSpan.FromHours(1);

    private InProcessTestCluster _cluster = null!;

    internal AccountFaults Faults { get; } = new();

    internal ComparedHashes Compared { get; } = new();

    internal HashingGate Passwords { get; } = new();

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Storage beside the grains, as an operator's tool would use it.</summary>
    internal IUserStore Users => storage.Users;

    internal StorageFixture Storage => storage;

    /// <summary>Changes who may sign up, and waits until every silo knows.</summary>
    internal async Task SetRegistration(Registration registration, CancellationToken cancellationToken)
    {
        var settings = storage.Services.GetRequiredService<ISettingsStore>();
        var before = await settings.Read(cancellationToken);
        var next = before with { Version = before.Version + 1, Registration = registration };
        Assert.True(await settings.Write(next, AuditEntry.Of(null, null, AuditActions.SettingsChanged, AuditTarget.Settings, null, null, Clock.GetUtcNow()), cancellationToken));
        foreach (var silo in _cluster.Silos)
        {
            var feed = silo.ServiceProvider.GetRequiredService<SiteSettingsFeed>();
            while (feed.Latest.Version < next.Version)
            {
                Clock.Advance(SiteSettingsFeed.Every);
                await settings.Read(cancellationToken);
            }
        }
    }

    public IGrainFactory Grains => _cluster.Client;

    public async ValueTask InitializeAsync()
    {
        await storage.InitializeAsync();
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            storage.AddTo(silo.Services);
            silo.Services.AddGrainServices();
            silo.UseBulletinGrainStorage();
            silo.Services.Configure<AccountOptions>(accounts =>
                (accounts.PasswordIterations, accounts.AllowFewIterations, accounts.FreedNamesRest) = (Iterations, true, FreedNamesRest));
            silo.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddSingleton<IPasswordHasher<object>>(s =>
                new GatedHasher(new RecordingHasher(PasswordHashing.Hasher(s.GetRequiredService<IOptions<AccountOptions>>()), Compared), Passwords));
            MakeFaulty(silo.Services);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private void MakeFaulty(IServiceCollection services)
    {
        var users = services.Single(s => s.ServiceType == typeof(IUserStore));
        services.Remove(users);
        services.AddSingleton(users.ImplementationType!);
        services.AddSingleton<IUserStore>(s => new FaultyUserStore((IUserStore)s.GetRequiredService(users.ImplementationType!), Faults));

        var documents = services.Single(s => s.IsKeyedService && s.ServiceType == typeof(IGrainStorage) && Equals(s.ServiceKey, GrainStorage.Name));
        services.Remove(documents);
        services.AddKeyedSingleton<IGrainStorage>(GrainStorage.Name,
            (s, key) => new FaultyDocuments((IGrainStorage)documents.KeyedImplementationFactory!(s, key), Faults));
    }
}

public sealed class PostgresAccountCluster(SharedPostgres server) : AccountCluster(new PostgresStorage(server));

public sealed class SqliteAccountCluster() : AccountCluster(new SqliteStorage());
