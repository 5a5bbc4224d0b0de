namespace Bulletin.Grains.Settings;

/// <summary>The settings of the site; key 0, on every silo.</summary>
[Alias("bulletin.settings-grain")]
public interface ISettingsGrain : IGrainWithIntegerKey
{
    /// <summary>The settings as this silo knows them: at most <see cref="SiteSettingsFeed.Every"/> old while storage is available.</summary>
    [Alias("get")]
    Task<SiteSettings> Get(CancellationToken cancellationToken = default);

    /// <summary>The settings from storage.</summary>
    [Alias("read")]
    Task<SiteSettings> Read(CancellationToken cancellationToken = default);

    /// <summary>Changes the settings from their latest state, and writes it into the audit log. Every silo follows within seconds.</summary>
    [Alias("change")]
    Task<Outcome<SiteSettings>> Change(ChangeSettings command, CancellationToken cancellationToken = default);
}
