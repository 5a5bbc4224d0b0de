namespace Bulletin.Grains.Storage.Migrations;

/// <summary>A step that a database says it has taken.</summary>
/// <param name="CompatibleFrom">As its script had it; null if version 0.1.0 took the step, which did not record it.</param>
internal sealed record MigrationRecord(int Number, string Name, int? CompatibleFrom)
{
    /// <summary>During a rolling upgrade the database is ahead of the old programs, and they go on. Too far ahead, they must not.</summary>
    /// <exception cref="InvalidOperationException">The database has changed in a way that this program does not know.</exception>
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

    /// <summary>A step that fails, said in a sentence to whoever runs the program.</summary>
    public static InvalidOperationException Refused(string reason, Exception fault) => new(
        $"the database can't be migrated to this version: {reason.TrimEnd('.')}. If its tables exist already, their record in " +
        "bulletin_migrations was lost; restore it from a backup. If a permission is missing, run 'Bulletin.Silo migrate' as the tables' owner.", fault);
}
