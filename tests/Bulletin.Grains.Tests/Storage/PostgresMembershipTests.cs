using System.Net;
using Bulletin.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>Orleans' membership table, by its own provider, on our statements.</summary>
public sealed class PostgresMembershipTests(PostgresStorage storage) : IClassFixture<PostgresStorage>
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private int _lastPort = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_table_has_a_version_and_is_begun_once()
    {
        var cluster = NewCluster();
        using var host = Host(cluster);
        var table = await Table(host);
        await table.InitializeMembershipTableAsync(true, Cancel);

        var all = await table.ReadAllAsync(Cancel);

        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
        Assert.Empty((await table.ReadRowAsync(Silo(), Cancel)).Members);
    }

    [Fact]
    public async Task A_member_is_inserted_only_on_the_version_last_read_and_only_once()
    {
        using var host = Host(NewCluster());
        var table = await Table(host);
        var entry = Entry();
        var version = (await table.ReadAllAsync(Cancel)).Version;

        Assert.False(await table.InsertRowAsync(entry, new TableVersion(8, "7"), Cancel));
        Assert.Empty((await table.ReadAllAsync(Cancel)).Members);
        Assert.True(await table.InsertRowAsync(entry, version.Next(), Cancel));
        Assert.False(await table.InsertRowAsync(Entry(), version.Next(), Cancel));
        Assert.False(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));

        var row = await table.ReadRowAsync(entry.SiloAddress, Cancel);
        Assert.Equal(1, row.Version.Version);
        var stored = Assert.Single(row.Members).Item1;
        Assert.Equal(
            (entry.SiloAddress, entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (stored.SiloAddress, stored.SiloName, stored.HostName, stored.Status, stored.ProxyPort, stored.StartTime, stored.IAmAliveTime));
        Assert.Null(stored.SuspectTimes);
    }

    [Fact]
    public async Task A_member_is_updated_only_on_the_version_last_read()
    {
        using var host = Host(NewCluster());
        var table = await Table(host);
        var entry = Entry();
        var first = (await table.ReadAllAsync(Cancel)).Version;
        await table.InsertRowAsync(entry, first.Next(), Cancel);
        var (members, second) = ((await table.ReadAllAsync(Cancel)).Members, (await table.ReadAllAsync(Cancel)).Version);
        var tag = Assert.Single(members).Item2;
        entry.AddSuspector(Silo(), Start);
        entry.Status = SiloStatus.Dead;

        Assert.False(await table.UpdateRowAsync(entry, tag, first.Next(), Cancel));
        Assert.False(await table.UpdateRowAsync(Entry(), tag, second.Next(), Cancel));
        Assert.Equal(second.Version, (await table.ReadAllAsync(Cancel)).Version.Version);
        Assert.True(await table.UpdateRowAsync(entry, tag, second.Next(), Cancel));

        var all = await table.ReadAllAsync(Cancel);
        Assert.Equal(2, all.Version.Version);
        Assert.Equal((SiloStatus.Dead, 1), (all.Members[0].Item1.Status, all.Members[0].Item1.SuspectTimes?.Count));
    }

    [Fact]
    public async Task Of_those_who_join_on_one_version_at_once_one_does()
    {
        using var host = Host(NewCluster());
        var table = await Table(host);
        var version = (await table.ReadAllAsync(Cancel)).Version;

        var joins = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => table.InsertRowAsync(Entry(), version.Next(), Cancel)));

        Assert.Single(joins, joined => joined);
        Assert.Single((await table.ReadAllAsync(Cancel)).Members);
    }

    [Fact]
    public async Task A_sign_of_life_moves_no_version()
    {
        using var host = Host(NewCluster());
        var table = await Table(host);
        var entry = Entry();
        await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel);
        entry.IAmAliveTime = Start.AddMinutes(5);

        await table.UpdateIAmAliveAsync(entry, Cancel);

        var all = await table.ReadAllAsync(Cancel);
        Assert.Equal((1, Start.AddMinutes(5)), (all.Version.Version, all.Members[0].Item1.IAmAliveTime));
    }

    [Fact]
    public async Task Only_silos_long_gone_are_swept()
    {
        using var host = Host(NewCluster());
        var table = await Table(host);
        foreach (var (status, minutes) in new[] { (SiloStatus.Active, 0), (SiloStatus.Dead, 0), (SiloStatus.Joining, 0), (SiloStatus.Dead, 60) })
        {
            var entry = Entry();
            entry.Status = status;
            entry.IAmAliveTime = Start.AddMinutes(minutes);
            Assert.True(await table.InsertRowAsync(entry, (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel));
        }

        await table.CleanupDefunctSiloEntriesAsync(Start.AddMinutes(30), Cancel);

        Assert.Equal(
            [SiloStatus.Active, SiloStatus.Dead],
            (await table.ReadAllAsync(Cancel)).Members.Select(member => member.Item1.Status).Order());
    }

    [Fact]
    public async Task A_cluster_s_table_is_deleted_alone()
    {
        var (mine, other) = (NewCluster(), NewCluster());
        using var host = Host(mine);
        using var otherHost = Host(other);
        var (table, untouched) = (await Table(host), await Table(otherHost));
        await table.InsertRowAsync(Entry(), (await table.ReadAllAsync(Cancel)).Version.Next(), Cancel);
        await untouched.InsertRowAsync(Entry(), (await untouched.ReadAllAsync(Cancel)).Version.Next(), Cancel);

        await table.DeleteMembershipTableEntriesAsync(mine, Cancel);

        await table.InitializeMembershipTableAsync(true, Cancel);
        Assert.Empty((await table.ReadAllAsync(Cancel)).Members);
        Assert.Single((await untouched.ReadAllAsync(Cancel)).Members);
    }

    [Fact]
    public async Task Silos_join_are_found_by_a_client_and_leave()
    {
        var cluster = NewCluster();
        using var watcher = Host(cluster);
        var table = await Table(watcher);
        await using var first = await TestSilo.Join(storage, cluster, Cancel);
        await using (await TestSilo.Join(storage, cluster, Cancel))
        {
            Assert.Equal([SiloStatus.Active, SiloStatus.Active], (await table.ReadAllAsync(Cancel)).Members.Select(member => member.Item1.Status));
            var client = new HostApplicationBuilder();
            client.UseOrleansClient(orleans => orleans
                .UseBulletinClustering(storage.Options.PostgresConnectionString!)
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, "bulletin")));
            using var gateway = client.Build();
            await gateway.StartAsync(Cancel);
            Assert.Equal(2, (await gateway.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, Cancel)).Count);
            await gateway.StopAsync(Cancel);
        }

        Assert.Equal(
            [SiloStatus.Active, SiloStatus.Dead],
            (await table.ReadAllAsync(Cancel)).Members.Select(member => member.Item1.Status).Order());
    }

    private static string NewCluster() => $"cluster-{Guid.CreateVersion7():n}";

    private IHost Host(string cluster)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        storage.AddTo(builder.Services);
        builder.UseOrleans(silo => silo.UseBulletinClustering().Configure<ClusterOptions>(options => options.ClusterId = cluster));
        return builder.Build();
    }

    private static async Task<IMembershipTable> Table(IHost host)
    {
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, Cancel);
        return table;
    }

    private SiloAddress Silo() => SiloAddress.New(IPAddress.Loopback, _lastPort++, 1);

    private MembershipEntry Entry()
    {
        var address = Silo();
        return new MembershipEntry
        {
            SiloAddress = address, SiloName = $"silo {address.Endpoint.Port}", HostName = "höst", Status = SiloStatus.Active,
            ProxyPort = 30_000, StartTime = Start, IAmAliveTime = Start,
        };
    }
}
