using System.Data.Common;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>
/// An engine as the stores see it: both engines speak the SQL that the stores use. Values may be <see cref="Guid"/>, <see
/// cref="long"/>, <see cref="int"/>, <see cref="bool"/> or <see cref="string"/>; null is a null text.
/// </summary>
/// <remarks>Every call ends within seconds. A database that is unreachable, hangs or is full results in a <see
/// cref="StorageUnavailableException"/>.</remarks>
internal abstract class SqlDatabase
{
    /// <summary>Shared with Orleans' providers.</summary>
    public abstract DbDataSource DataSource { get; }

    /// <summary>Runs one read-only statement.</summary>
    public Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        Query(sql, row, isLast: null, cancellationToken, parameters);

    /// <summary>Runs one read-only statement and stops at the first row for which <paramref name="isLast"/> is true.</summary>
    public abstract Task<List<T>> Query<T>(
        string sql, Func<DbDataReader, T> row, Func<T, bool>? isLast, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters);

    /// <summary>Runs one statement that writes, and returns the rows of its <c>RETURNING</c>.</summary>
    public abstract Task<List<T>> Change<T>(
        string sql, Func<DbDataReader, T> row, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters);

    /// <summary>Like <see cref="Change{T}"/>, for a statement that affects at most one row.</summary>
    /// <returns>Whether a row was affected, that is, whether <c>RETURNING</c> returned one.</returns>
    public async Task<bool> ChangeOne(
        string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        (await Change(sql, _ => true, cancellationToken, parameters)).Count > 0;

    /// <summary>Runs statements that write, in one transaction.</summary>
    /// <returns>False if the <c>RETURNING</c> of the first statement returned no row: the others were not run.</returns>
    public async Task<bool> ChangeTogether(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken) =>
        (await ChangeTogether([statements[0]], _ => true, [.. statements.Skip(1)], cancellationToken)).Count > 0;

    /// <summary>Runs statements that write, in one transaction, if each of the conditions returns a row. Otherwise nothing is changed.</summary>
    /// <param name="conditions">Statements with a <c>RETURNING</c>, run first and in this order.</param>
    /// <param name="row">Reads the rows of the first condition.</param>
    /// <returns>The rows of the first condition; none if nothing was changed.</returns>
    public abstract Task<List<T>> ChangeTogether<T>(
        IReadOnlyList<SqlStatement> conditions, Func<DbDataReader, T> row, IReadOnlyList<SqlStatement> others, CancellationToken cancellationToken);

    /// <summary>Checks whether the database responds.</summary>
    /// <exception cref="StorageUnavailableException">It does not respond.</exception>
    public Task Check(CancellationToken cancellationToken) => Query("SELECT 1", _ => true, cancellationToken);
}
