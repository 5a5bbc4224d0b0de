namespace Bulletin.Grains.Audit;

/// <summary>Writes acts that have no transaction of their own to join. Every other act is written with what it changes. Throws like the message log.</summary>
internal interface IAuditLog
{
    Task Write(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken);
}
