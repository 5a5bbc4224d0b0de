namespace Bulletin.Api.Site;

/// <summary>The services that know the site on a gateway.</summary>
public static class SiteServices
{
    public static IServiceCollection AddBulletinSite(this IServiceCollection services)
    {
        services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section)
            .Validate(site => site.IsValid, "Site:PublicUrl must be an http or https address without a query, such as https://chat.example.org.")
            .ValidateOnStart();
        return services.AddSingleton<KnownSettings>();
    }
}
