using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bulletin.Grains.Storage;

/// <summary>Makes Orleans' own providers use the same database through the same connections.</summary>
public static class OrleansStorageExtensions
{
    private const string Postgres = "Npgsql";
    // The name of a different driver, under which Orleans loads Microsoft.Data.Sqlite.
    private const string Sqlite = "System.Data.SQLite";

    /// <summary>Grain storage, for the documents of single grains. Requires <c>AddBulletinStorage</c>.</summary>
    public static ISiloBuilder UseBulletinGrainStorage(this ISiloBuilder silo) => silo.AddAdoNetGrainStorage(
        GrainStorage.Name,
        options => options.Configure<SqlDatabase>((storage, database) =>
        {
            storage.Invariant = database is PostgresDatabase ? Postgres : Sqlite;
            storage.DataSource = database.DataSource;
            storage.DeleteStateOnClear = true;
        }));

    /// <summary>Membership in Postgres, for a cluster of several processes. Requires <c>AddBulletinStorage</c>.</summary>
    public static ISiloBuilder UseBulletinClustering(this ISiloBuilder silo) => silo.UseAdoNetClustering(
        options => options.Configure<NpgsqlDataSource>((clustering, source) =>
        {
            clustering.Invariant = Postgres;
            clustering.DataSource = source;
        }));

    /// <summary>
    /// Lets a gateway without a silo find the cluster's silos. It has no storage, only this small connection pool.
    /// </summary>
    public static IClientBuilder UseBulletinClustering(this IClientBuilder client, string postgresConnectionString)
    {
        client.Services.AddSingleton(_ => new NpgsqlDataSourceBuilder(
            PostgresConnectionString.ForRequests(postgresConnectionString, maxPoolSize: 2)) { Name = "bulletin" }.Build());
        return client.UseAdoNetClustering(options => options.Configure<NpgsqlDataSource>((clustering, source) =>
        {
            clustering.Invariant = Postgres;
            clustering.DataSource = source;
        }));
    }
}
