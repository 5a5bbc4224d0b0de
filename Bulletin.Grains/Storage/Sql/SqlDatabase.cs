using System.Data.Common;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// One of the engines, as the stores see it: both speak the SQL that they are written in. Values may be <see cref="Guid"/>,
/// <see cref="long"/>, <see cref="int"/>, <see cref="bool"/> or <see cref="string"/>; a null is a null text.
/// </summary>
/// <remarks>Every call ends within seconds; a database that is away, hangs or is full leaves as
/// <see cref="StorageUnavailableException"/>.</remarks>
internal abstract class SqlDatabase
{
    /// <summary>What Orleans' providers share with us.</summary>
    public abstract DbDataSource DataSource { get; }

    /// <summary>Runs one statement that only reads.</summary>
    public Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Query(sql, row, isLast: null, cancellationToken, parameters);

    /// <summary>Runs one statement that only reads, and stops at the first row that is <paramref name="isLast"/>.</summary>
    public abstract Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters);

    /// <summary>Runs one statement that writes, and answers the rows of its <c>RETURNING</c>.</summary>
    public abstract Task<List<T>> Change<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters);

    /// <summary>As <see cref="Change{T}"/>, for a statement that touches one row at most.</summary>
    /// <returns>Whether it did: whether its <c>RETURNING</c> answered.</returns>
    public async Task<bool> ChangeOne(
        string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        (await Change(sql, _ => true, cancellationToken, parameters)).Count > 0;

    /// <summary>Runs statements that write, in one transaction.</summary>
    /// <returns>False if the <c>RETURNING</c> of the first one answered nothing: then the others were not run.</returns>
    public abstract Task<bool> ChangeTogether(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken);

    /// <summary>Asks whether the database answers right now.</summary>
    /// <exception cref="StorageUnavailableException">It does not.</exception>
    public Task Check(CancellationToken cancellationToken) => Query("SELECT 1", _ => true, cancellationToken);
}
