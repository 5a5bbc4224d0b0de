using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Settings;

/// <summary>Stores the settings. Throws like the message log.</summary>
internal interface ISettingsStore
{
    /// <summary>The stored settings, or <see cref="SiteSettings.Default"/>.</summary>
    Task<SiteSettings> Read(CancellationToken cancellationToken);

    /// <summary>Stores the settings if the stored ones still have the version before <paramref name="next"/>'s.</summary>
    /// <returns>False if somebody else has changed them meanwhile.</returns>
    Task<bool> Write(SiteSettings next, AuditEntry audit, CancellationToken cancellationToken);
}
