using Bulletin.Grains.Audit;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Tests.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Settings;

/// <summary>How the settings of the site change, whatever database is below.</summary>
public abstract class SettingsGrainContract(TopicCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISettingsGrain Grain => cluster.Grains.GetGrain<ISettingsGrain>(0);

    private ISettingsStore Store => cluster.Services.GetRequiredService<ISettingsStore>();

    [Fact]
    public async Task A_change_leaves_the_other_settings_as_they_are()
    {
        var before = await Store.Read(Cancel);

        var after = (await Grain.Change(new(Guid.CreateVersion7(), Origin: null, Name: $"Tea {Guid.CreateVersion7()}"), Cancel)).Value!;

        Assert.Equal(before with { Name = after.Name, Version = before.Version + 1 }, after);
        Assert.Equal(after, await Store.Read(Cancel));
    }

    [Fact]
    public async Task Admins_who_change_different_settings_at_once_all_succeed()
    {
        var admin = Guid.CreateVersion7();
        Assert.NotNull((await Grain.Change(new(admin, Origin: null, RetentionDays: 0, RemovedTopicDays: 1), Cancel)).Value);

        await Task.WhenAll(
            Grain.Change(new(admin, Origin: null, RetentionDays: 30), Cancel),
            Grain.Change(new(admin, Origin: null, RemovedTopicDays: 14), Cancel),
            Grain.Change(new(admin, Origin: null, Registration: Registration.Invite), Cancel));

        var settings = await Store.Read(Cancel);
        Assert.Equal((30, 14, Registration.Invite), (settings.RetentionDays!.Value, settings.RemovedTopicDays, settings.Registration));
    }

    [Fact]
    public async Task A_read_that_began_before_a_change_does_not_undo_it()
    {
        HeldSettings store = new();
        SiteSettingsFeed feed = new(store, TimeProvider.System, NullLogger<SiteSettingsFeed>.Instance);
        var before = SiteSettings.Default with { Version = 4 };
        feed.Set(before);

        var looking = feed.Look(Cancel);
        feed.Set(before with { Version = 5 });
        store.Answer(before);
        await looking;
        Assert.Equal(5, feed.Latest.Version);

        // As from a backup.
        looking = feed.Look(Cancel);
        store.Answer(before with { Version = 3 });
        await looking;
        Assert.Equal(3, feed.Latest.Version);
    }

    private sealed class HeldSettings : ISettingsStore
    {
        private TaskCompletionSource<SiteSettings> reading = new();

        public void Answer(SiteSettings settings) => Interlocked.Exchange(ref reading, new()).SetResult(settings);

        public Task<SiteSettings> Read(CancellationToken cancellationToken) => reading.Task;

        public Task<bool> Write(SiteSettings next, AuditEntry audit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    [Fact]
    public async Task The_audit_log_holds_what_has_changed_and_nothing_for_what_was_so_already()
    {
        var admin = Guid.CreateVersion7();
        await Grain.Change(new(admin, Origin: null, KeepsHistory: true), Cancel);
        await Grain.Change(new(admin, Origin: null, KeepsHistory: false), Cancel);
        var version = (await Store.Read(Cancel)).Version;

        var same = (await Grain.Change(new(admin, Origin: null, KeepsHistory: false), Cancel)).Value!;

        Assert.Equal(version, same.Version);
        var act = (await WrittenAudit.Of(cluster.Services.GetRequiredService<SqlDatabase>(), Guid.Empty)).Single(written => written.ActorId == admin);
        Assert.Equal((AuditActions.SettingsChanged, """{"keepsHistory":true}""", """{"keepsHistory":false}"""), (act.Action, act.Before, act.After));
    }
}

public sealed class SettingsOnPostgres(PostgresTopicCluster cluster) : SettingsGrainContract(cluster), IClassFixture<PostgresTopicCluster>;

public sealed class SettingsOnSqlite(SqliteTopicCluster cluster) : SettingsGrainContract(cluster), IClassFixture<SqliteTopicCluster>;
