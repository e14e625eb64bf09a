"""A user at the login page, with headless Chromium: `browser.py URL ACCOUNT` chooses the account and waits for the page that ends the login."""
import sys
import tempfile
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

OPTIONS = ('--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-proxy-server', '--no-first-run')


def chromium(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = '/usr/bin/chromium'
    for option in (*OPTIONS, '--user-data-dir=' + profile):
        options.add_argument(option)
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})  # what a page logs, refused scripts and styles too: browser.get_log('browser')
    return webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)


def log_in(url, account):
    with tempfile.TemporaryDirectory() as profile:
        browser = chromium(profile)
        try:
            browser.get(url)
            browser.find_element(By.CSS_SELECTOR, 'button[value="%s"]' % account).click()
            WebDriverWait(browser, 20).until(lambda b: b.current_url.startswith('http://127.0.0.1:'))
        finally:
            browser.quit()


if __name__ == '__main__':
    log_in(*sys.argv[1:])
