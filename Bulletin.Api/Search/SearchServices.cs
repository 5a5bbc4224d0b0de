namespace Bulletin.Api.Search;

/// <summary>The services that search needs.</summary>
internal static class SearchServices
{
    public static IServiceCollection AddBulletinSearch(this IServiceCollection services) => services.AddSingleton<SearchedNames>();
}
