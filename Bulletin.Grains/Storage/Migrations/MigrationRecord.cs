namespace Bulletin.Grains.Storage.Migrations;

/// <summary>A migration that the database records as applied.</summary>
/// <param name="CompatibleFrom">As in its script; null if version 0.1.0 applied it, which did not record this.</param>
internal sealed record MigrationRecord(int Number, string Name, int? CompatibleFrom)
{
    /// <summary>
    /// During a rolling upgrade the schema is ahead of the old programs, which keep running. They must not if it is too far
    /// ahead.
    /// </summary>
    /// <exception cref="InvalidOperationException">The schema has changed in a way that this program is not compatible
    /// with.</exception>
    public static void RequireCompatible(IReadOnlyList<MigrationScript> known, IReadOnlyCollection<MigrationRecord> taken)
    {
        var numbers = known.Select(script => script.Number).ToHashSet();
        var last = numbers.Max();
        var beyond = taken.Where(record => !numbers.Contains(record.Number) && (record.CompatibleFrom ?? record.Number) > last)
            .MaxBy(record => record.Number);
        if (beyond is null) return;

        throw new InvalidOperationException(
            $"the database is too new for this program: it has migration {beyond.Number} ({beyond.Name}), but this program knows none after {last}. " +
            "Run the version that migrated it, or restore an earlier backup.");
    }

    /// <summary>The error for a failed migration, written for the operator.</summary>
    public static InvalidOperationException Refused(string reason, Exception fault) => new(
        $"the database can't be migrated to this version: {reason.TrimEnd('.')}. If its tables exist already, their record in " +
        "bulletin_migrations was lost; restore it from a backup. If a permission is missing, run 'Bulletin.Silo migrate' as the tables' owner.", fault);
}
