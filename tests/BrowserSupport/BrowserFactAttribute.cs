namespace RnnToolkit.BrowserSupport;

/// <summary>A test in a real browser; runs wherever there is one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = "There is no Chromium or Chrome here: install one (Debian: apt-get install chromium) or name its program in CHROMIUM_PATH.";
        }
    }
}
