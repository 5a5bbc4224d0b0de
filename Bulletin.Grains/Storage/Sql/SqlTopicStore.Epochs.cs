namespace Bulletin.Grains.Storage.Sql;

internal sealed partial class SqlTopicStore
{
    /// <summary>More claims than any person's state can have lost, but few enough that its versions stay exact in JSON after tens of thousands of restores.</summary>
    private const long EpochsAhead = 100_000;

    /// <summary>Versions that devices hold are not given to something else. Also of people whose state was claimed only after the backup.</summary>
    private async Task LeaveEpochsBehind(CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ;)
        {
            var ids = await database.Change(
                """
                INSERT INTO user_epochs (user_id, epoch)
                SELECT u.id, @far
                FROM (SELECT id FROM users WHERE id > @last ORDER BY id LIMIT @some) u
                WHERE true
                ON CONFLICT (user_id) DO UPDATE SET epoch = user_epochs.epoch + excluded.epoch
                RETURNING user_id
                """,
                row => row.GetGuid(0), cancellationToken, ("far", EpochsAhead), ("last", last), ("some", 2_000));
            if (ids.Count == 0) return;
            last = ids.Max();
        }
    }
}
