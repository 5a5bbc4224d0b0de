using System.Data.Common;
using Bulletin.Grains.Storage.Postgres;
using Bulletin.Grains.Storage.Sqlite;

namespace Bulletin.Grains.Storage;

/// <summary>Distinguishes a database outage from a bug, for callers that know neither driver.</summary>
public static class StorageFaults
{
    public static bool IsUnavailable(Exception exception) =>
        exception is StorageUnavailableException
        || exception is DbException && (PostgresFaults.IsUnavailable(exception) || SqliteFaults.IsUnavailable(exception));
}
