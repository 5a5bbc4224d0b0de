using Npgsql;

namespace Bulletin.SystemTests.Harness;

/// <summary>A role that may use the tables of a database's owner and may not make any.</summary>
internal sealed record RestrictedRole(string ConnectionString)
{
    public static async Task<RestrictedRole> On(string owner)
    {
        var name = $"bulletin_{Guid.CreateVersion7():n}";
        await PostgresServer.Execute(owner, $"CREATE ROLE {name} LOGIN; ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}");
        return new(new NpgsqlConnectionStringBuilder(owner) { Username = name }.ConnectionString);
    }
}
