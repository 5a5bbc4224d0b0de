namespace Bulletin.Grains.Accounts;

/// <summary>While it lasts, the account can do nothing: its sessions have ended, and it can't begin one.</summary>
/// <param name="Until">Null: until it is lifted.</param>
/// <param name="Reason">Shown to the person at sign-in, and to admins.</param>
[GenerateSerializer, Immutable, Alias("bulletin.suspension")]
public sealed record Suspension(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1)] DateTimeOffset? Until,
    [property: Id(2)] string Reason)
{
    public bool IsOver(DateTimeOffset now) => Until is { } end && end <= now;
}
